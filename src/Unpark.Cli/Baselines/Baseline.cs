using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Json;

namespace Unpark.Cli.Baselines;

/// <summary>The findings a repository has and has put off, known by their fingerprints.</summary>
internal sealed class Baseline
{
    private const int Version = 1;

    private readonly ImmutableHashSet<string> fingerprints;

    private Baseline(ImmutableHashSet<string> fingerprints) => this.fingerprints = fingerprints;

    /// <summary>Reads a baseline.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="shown">How messages name it.</param>
    /// <exception cref="CheckException">It is not there, or is no baseline.</exception>
    public static Baseline Read(string path, string shown) => new([.. BaselineFile.Read(path, shown, JsonOutput.Default.JsonBaseline,
        b => b.Version == Version && !b.Findings.IsDefault && !b.Findings.Any(f => string.IsNullOrEmpty(f?.Fingerprint)))
        .Findings.Select(f => f.Fingerprint)]);

    /// <summary>Writes all findings of a result.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(string path, CheckResult result, SourceRoot root)
    {
        var entries = result.Findings
            .Select((f, i) => new JsonBaselineEntry(result.Fingerprints[i], f.Rule.Id, root.Show(f.Span.File.Path), f.Function, f.Message))
            .OrderBy(e => e.File, StringComparer.Ordinal)
            .ThenBy(e => e.Fingerprint, StringComparer.Ordinal);
        using var content = new MemoryStream();
        JsonOutput.Write(content, new JsonBaseline(Version, [.. entries]), JsonOutput.Default.JsonBaseline);
        AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    /// <summary>The result without the findings that the baseline has.</summary>
    public CheckResult Apply(CheckResult result)
    {
        var left = result.Where((_, fingerprint) => !fingerprints.Contains(fingerprint));
        return left with { InBaseline = result.Findings.Length - left.Findings.Length };
    }
}
