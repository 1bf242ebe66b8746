using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Unpark.GoTest;

/// <summary>What a test executable has told of the goroutines that its tests left behind.</summary>
public sealed record PackageReport
{
    /// <summary>The import path of the package.</summary>
    public required string Package { get; init; }

    /// <summary>How the package ended: pass, fail or skip.</summary>
    public required string End { get; init; }

    /// <summary>What its tests printed.</summary>
    public required string Output { get; init; }

    /// <summary>Why there is no report, or null if there is one or none is to be had.</summary>
    public string? Problem { get; init; }

    /// <summary>True if the tests came to their end and the goroutines were counted.</summary>
    public bool HasReport { get; init; }

    /// <summary>How many tests, subtests, examples and benchmarks ran.</summary>
    public int Tests { get; init; }

    /// <summary>How long goroutines were waited for.</summary>
    public TimeSpan Settled { get; init; }

    /// <summary>The stacks of the goroutines that were left, as Go prints them (debug=2); empty if none was.</summary>
    public string Dump { get; init; } = "";

    /// <summary>The tests that goroutines have run, by the numbers of the goroutines, as far as they have started one that is left.</summary>
    public ImmutableDictionary<long, string> Owners { get; init; } = ImmutableDictionary<long, string>.Empty;

    /// <summary>The same goroutines in pprof's form with their labels, where the dump has none (Go before 1.26); else empty.</summary>
    public ReadOnlyMemory<byte> Labels { get; init; }

    /// <summary>Reads what a package has printed.</summary>
    internal static PackageReport Of(PackageOutput output) => Of(output.Package, output.End ?? "fail", output.Single);

    /// <summary>Reads what a package has printed in one of several runs.</summary>
    internal static PackageReport Of(PackageOutput output, RunOutput run) => Of(output.Package, run.ExitCode == 0 ? "pass" : "fail", run);

    private static PackageReport Of(string package, string end, RunOutput output)
    {
        var report = new PackageReport { Package = package, End = end, Output = output.Text };
        if (output.Sent is not { } sent)
        {
            return output.IsReportBroken ? report with { Problem = "its report on goroutines is broken off" }
                : report.End == "fail" && !output.Text.Contains("[build failed]", StringComparison.Ordinal)
                    && !output.Text.Contains("[setup failed]", StringComparison.Ordinal)
                    ? report with { Problem = "its tests did not come to their end: what they have left behind is not known" } : report;
        }

        try
        {
            using var unpacked = new GZipStream(new MemoryStream(Convert.FromBase64String(sent)), CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked, Encoding.UTF8);
            return Read(report, reader);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or OverflowException or JsonException)
        {
            return report with { Problem = $"its report on goroutines cannot be read: {e.Message}" };
        }
    }

    private static PackageReport Read(PackageReport report, StreamReader reader)
    {
        var owners = ImmutableDictionary.CreateBuilder<long, string>();
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (name, value) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
            switch (name)
            {
                case "tests":
                    report = report with { Tests = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                case "settled":
                    report = report with { Settled = TimeSpan.FromMilliseconds(long.Parse(value, CultureInfo.InvariantCulture)) };
                    break;
                case "owner" when value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at:
                    owners[long.Parse(value.AsSpan(0, at), CultureInfo.InvariantCulture)] = value[(at + 1)..];
                    break;
                case "labels":
                    report = report with { Labels = Convert.FromBase64String(value) };
                    break;
                case "dump":
                    report = report with { Dump = reader.ReadToEnd() };
                    break;
            }
        }

        return report with { HasReport = true, Owners = owners.ToImmutable() };
    }
}
