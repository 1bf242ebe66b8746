using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;
using Unpark.Cli.Reporting;
using Unpark.Diagnosis;
using Unpark.GoTest;
using Unpark.Profiles;

namespace Unpark.Cli.Testing;

/// <summary>Turns the reports of test executables into leaks, explained by their source.</summary>
internal sealed class TestDiagnosis
{
    /// <summary>What makes goroutines known.</summary>
    public required DiagnosisOptions Diagnosis { get; init; }

    /// <summary>Joins groups that tests have left behind with their source.</summary>
    public required Func<ImmutableArray<DiagnosedGroup>, IReadOnlyDictionary<DiagnosedGroup, LeftByTest>, ImmutableArray<ExplainedGroup>> Explain { get; init; }

    /// <summary>The working folder, which shown paths are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>What tests may leave behind.</summary>
    public ImmutableArray<AllowedLeak> Allowed { get; init; } = [];

    /// <summary>The day it is, for what is allowed until one.</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime(DateTime.Today);

    /// <summary>What runs of the same tests have shown. What several have shown is told once, as it was first.</summary>
    public TestView Of(ImmutableArray<TestRun> runs)
    {
        var errors = new List<string>();
        var groups = runs.SelectMany(r => Groups(r, errors)).DistinctBy(g => g.Key).ToArray();
        var others = groups.Where(g => !g.IsBenign).ToArray();
        var allowed = others.Where(g => IsAllowed(g, errors)).ToArray();
        var leaks = others.Except(allowed).ToArray();
        var explained = new Dictionary<DiagnosedGroup, ExplainedGroup>(ReferenceEqualityComparer.Instance);
        var tests = new Dictionary<DiagnosedGroup, LeftByTest>(ReferenceEqualityComparer.Instance);
        foreach (var leak in leaks)
        {
            tests.Add(leak.Group, new LeftByTest(leak.Left.Package, leak.Left.Test));
        }

        foreach (var group in Explain([.. leaks.Select(l => l.Group)], tests))
        {
            explained[group.Diagnosed] = group;
        }

        return new TestView
        {
            Leaks = [.. leaks.Select(l => Leak(l, explained[l.Group]))],
            Benign = [.. groups.Where(g => g.IsBenign).GroupBy(b => b.Group.Benign!, StringComparer.Ordinal)
                .Select(b => (b.Key, b.Sum(g => g.Group.Group.Count)))
                .OrderByDescending(b => b.Item2).ThenBy(b => b.Key, StringComparer.Ordinal)],
            Allowed = allowed.Sum(a => a.Group.Group.Count),
            Tests = runs.Max(r => r.Result.Packages.Sum(p => p.Tests)),
            Packages = runs.Max(r => r.Result.Packages.Count(p => p.HasReport)),
            Runs = runs.Length,
            Errors = [.. errors.Distinct(StringComparer.Ordinal)],
            Paths = new PathDisplay(Folder),
            Root = SourceRoot.Find(Folder),
        };
    }

    private List<LeftGroup> Groups(TestRun run, List<string> errors)
    {
        var left = new List<LeftGoroutines>();
        foreach (var report in run.Result.Packages)
        {
            var hung = HungTests.Of(report);
            left.AddRange(hung);
            if (report.Problem is { } problem && hung.IsEmpty)
            {
                errors.Add($"{report.Package}: {problem}");
            }

            try
            {
                left.AddRange(LeftBehind.Of(report));
            }
            catch (ProfileException e)
            {
                errors.Add($"{report.Package}: its report on goroutines cannot be read: {e.Message}");
            }
        }

        return [.. left.SelectMany(l => ProfileDiagnosis.Of(l.Profile, Diagnosis).Select(g => new LeftGroup(l, l.IsHang ? g : AfterTest(g), run.Seed)))];
    }

    // One of a kind is usual in a program; a test should have ended it.
    private static DiagnosedGroup AfterTest(DiagnosedGroup group) => group is { Benign: not null, Signature: { } kind } && !kind.IsHarmlessAfterTest()
        ? group with { Verdict = Verdict.Suspect, Reasons = [$"left by a test: {kind.Until} was not called"], Rule = kind.Rule }
        : group;

    private bool IsAllowed(LeftGroup left, List<string> errors)
    {
        if (left.Left.IsHang)
        {
            return false;
        }

        foreach (var allowed in Allowed.Where(a => a.Matches(left.Left.Package, left.Left.Test, left.Group.Group.Stack)))
        {
            if (allowed.IsAllowed(Today))
            {
                return true;
            }

            errors.Add($"a leak that was allowed until {allowed.Until:yyyy-MM-dd} is still there: {allowed.Reason}");
        }

        return false;
    }

    private static TestLeak Leak(LeftGroup left, ExplainedGroup group) => new(left.Left.Package, left.Left.Test, left.Left.Attribution,
        left.Left.IsHang ? TestVerdict.Hang : group.Group.Leaked > 0 ? TestVerdict.Proved : TestVerdict.Survivor, group, left.Seed);

    private sealed record LeftGroup(LeftGoroutines Left, DiagnosedGroup Group, uint? Seed)
    {
        public bool IsBenign => !Left.IsHang && Group.Benign is not null && Group.Group.Leaked == 0 && Group.Signature!.IsHarmlessAfterTest();

        public (string, string?, bool, string) Key => (Left.Package, Left.Test, Left.IsHang, Group.Group.Fingerprint);
    }
}
