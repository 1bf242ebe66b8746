using System.Collections.Immutable;
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
    public static LeakBaseline Read(string path, string shown) => new([.. BaselineFile.Read(path, shown, JsonOutput.Default.JsonLeakBaseline,
        b => b.Version == Version && !b.Leaks.IsDefault && !b.Leaks.Any(l => string.IsNullOrEmpty(l?.Fingerprint)))
        .Leaks.Select(l => (l.Package, l.Test, l.Fingerprint))]);

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
