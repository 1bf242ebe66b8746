using System.Collections.Immutable;
using System.Text;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>
/// Finds the tests that never end in the dump that package testing prints at the limit of time, or the runtime when all
/// goroutines are asleep.
/// </summary>
public static class HungTests
{
    private const string Runner = "testing.tRunner";

    /// <summary>The goroutines of tests that are blocked, test by test; empty if the package ended in another way.</summary>
    public static ImmutableArray<LeftGoroutines> Of(PackageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.End != "fail" || !(report.Output.Contains("panic: test timed out after ", StringComparison.Ordinal)
            || report.Output.Contains("fatal error: all goroutines are asleep", StringComparison.Ordinal)))
        {
            return [];
        }

        try
        {
            // The go command's own line follows the dump without a blank line before it.
            var text = report.Output.Replace("\nFAIL\t", "\n\nFAIL\t", StringComparison.Ordinal);
            var dump = ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Last();
            return
            [
                .. dump.Records.Select(r => (Record: r, Test: TestOf(r))).Where(r => r.Test is not null).GroupBy(r => r.Test!, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new LeftGoroutines(report.Package, g.Key, Attribution.Label, dump with
                    {
                        Records = [.. g.Select(r => r.Record)],
                        Goroutines = g.Sum(r => r.Record.Count),
                        DeclaredTotal = null,
                    })
                    { IsHang = true }),
            ];
        }
        catch (ProfileException)
        {
            return [];
        }
    }

    // The test that a goroutine runs and is blocked in; null of other goroutines, and of tests that wait for their subtests
    // or for their turn.
    private static string? TestOf(GoroutineRecord record)
    {
        var frames = record.Stack.Frames;
        var runner = frames.ToList().FindLastIndex(f => f.Function == Runner);
        if (runner < 1 || Fingerprint.Blocked(record.Stack) is not { } blocked
            || FunctionName.Package(blocked.Function) == "testing" || record.State.Kind is BlockingKind.Running or BlockingKind.Runnable)
        {
            return null;
        }

        var label = record.Labels.FirstOrDefault(l => l.Key == LeftBehind.TestLabel).Value;
        return label ?? FunctionName.Local(frames[runner - 1].Function).Split('.')[0];
    }
}
