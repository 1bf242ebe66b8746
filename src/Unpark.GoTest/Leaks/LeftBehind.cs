using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>Tells which test has left which goroutines behind.</summary>
public static partial class LeftBehind
{
    /// <summary>The label that tells the test of a goroutine.</summary>
    public const string TestLabel = "unpark.test";

    /// <summary>The goroutines that are left of a package's tests, test by test in the order of their names.</summary>
    /// <exception cref="ProfileException">The dump in the report is not one.</exception>
    public static ImmutableArray<LeftGoroutines> Of(PackageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var stacks = Split(report.Dump);
        var labelled = new Dictionary<long, string>();
        foreach (var stack in stacks)
        {
            if (stack.Test is { } test)
            {
                labelled[stack.Number] = test;
            }
        }

        var older = report.Labels.IsEmpty ? null : new LabelledStacks(report.Labels);
        var byTest = new SortedDictionary<(string Test, Attribution How), StringBuilder>();
        foreach (var stack in stacks)
        {
            var (test, how) = stack.Test is { } own ? (own, Attribution.Label)
                : older?.Take(stack.Text) is { } matched ? (matched, Attribution.Label)
                : report.Owners.TryGetValue(stack.Creator, out var owner) ? (owner, Attribution.Creator)
                : labelled.TryGetValue(stack.Creator, out var creator) ? (creator, Attribution.Creator)
                : Around(stack.Text, report.Package) is { } around ? (around, Attribution.Function)
                : ("", Attribution.None);
            if (!byTest.TryGetValue((test, how), out var text))
            {
                text = new StringBuilder();
                byTest.Add((test, how), text);
            }

            text.Append(stack.Text).Append("\n\n");
        }

        return
        [
            .. byTest.Select(t => new LeftGoroutines(report.Package, t.Key.Test.Length == 0 ? null : t.Key.Test, t.Key.How,
                ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(t.Value.ToString()))).First())),
        ];
    }

    private static List<(string Text, long Number, long Creator, string? Test)> Split(string dump)
    {
        var stacks = new List<(string, long, long, string?)>();
        foreach (var text in dump.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (Header().Match(text) is { Success: true } header)
            {
                var creator = Creator().Match(text);
                stacks.Add((text, long.Parse(header.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                    creator.Success ? long.Parse(creator.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0,
                    header.Groups[2].Success ? Unquote(header.Groups[2].Value) : null));
            }
        }

        return stacks;
    }

    // The test in whose body the function stands that the goroutine runs, such as one handed to time.AfterFunc. In a file
    // of tests the go command takes no other functions of such names; elsewhere they are helpers, as TestServer.
    private static string? Around(string stack, string package) =>
        Entry().Match(stack) is { Success: true } entry && entry.Groups[1].Value is var path
        && (path == package || path == package + "_test") ? entry.Groups[2].Value : null;

    // Names of tests hold no control characters: package testing writes them as escapes, with \ and x.
    private static string Unquote(string label) => label is ['"', .., '"']
        ? label[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal)
        : label;

    [GeneratedRegex(@"\Agoroutine (\d+) [^\n]*?(?:\{(?:[^\n]*, )?unpark\.test: (""(?:[^""\\\n]|\\.)*""|[^,}\n]*)[^\n]*)?:$", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^(\S+)\.((?!TestMain\b)(?:Test|Benchmark|Fuzz|Example)(?!\p{Ll})\w*)\.func[\d.]+\([^\n]*\n\t[^\n]*_test\.go:\d+[^\n]*\ncreated by ", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^created by [^\n]* in goroutine (\d+)$", RegexOptions.Multiline | RegexOptions.RightToLeft)]
    private static partial Regex Creator();
}
