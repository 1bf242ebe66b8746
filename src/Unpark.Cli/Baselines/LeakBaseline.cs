using System.Collections.Immutable;
using System.Text.Json;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Baselines;

/// <summary>The leaks of tests that are put off, known by package, test and stack.</summary>
internal sealed class LeakBaseline
{
    private const int Version = 1;

    private readonly ImmutableHashSet<(string Package, string? Test, string Fingerprint)> leaks;

    private LeakBaseline(ImmutableHashSet<(string Package, string? Test, string Fingerprint)> leaks) => this.leaks = leaks;

    /// <summary>Reads a baseline.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="shown">How messages name it.</param>
    /// <exception cref="CheckException">It is not there, or is no baseline.</exception>
    public static LeakBaseline Read(string path, string shown)
    {
        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), JsonOutput.Default.JsonLeakBaseline);
            return read is null || read.Version != Version || read.Leaks.IsDefault || read.Leaks.Any(l => string.IsNullOrEmpty(l?.Fingerprint))
                ? throw new CheckException($"{shown} is no baseline of tests of this version of Unpark: --write-baseline makes one anew")
                : new LeakBaseline([.. read.Leaks.Select(l => (l.Package, l.Test, l.Fingerprint))]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckException($"there is no baseline {shown}: --write-baseline makes it", e);
        }
        catch (JsonException e)
        {
            throw new CheckException($"{shown}:{(e.LineNumber ?? 0) + 1}: the baseline is damaged: --write-baseline makes it anew", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"{shown}: {e.Message}", e);
        }
    }

    /// <summary>Writes the leaks of a run; tests that hang cannot be put off.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static int Write(string path, ImmutableArray<TestLeak> leaks)
    {
        var entries = leaks.Where(l => l.Verdict != TestVerdict.Hang)
            .Select(l => new JsonLeakBaselineEntry(l.Package, l.Test, l.Group.Group.Fingerprint, l.Group.Group.Blocked?.Function))
            .Distinct()
            .OrderBy(e => e.Package, StringComparer.Ordinal).ThenBy(e => e.Test, StringComparer.Ordinal)
            .ThenBy(e => e.Fingerprint, StringComparer.Ordinal).ToImmutableArray();
        using var content = new MemoryStream();
        JsonOutput.Write(content, new JsonLeakBaseline(Version, entries), JsonOutput.Default.JsonLeakBaseline);
        AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
        return entries.Length;
    }

    /// <summary>True if a leak is put off.</summary>
    public bool Has(TestLeak leak) => leak.Verdict != TestVerdict.Hang
        && leaks.Contains((leak.Package, leak.Test, leak.Group.Group.Fingerprint));
}
