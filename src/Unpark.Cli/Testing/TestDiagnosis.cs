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

    /// <summary>Joins groups with their source.</summary>
    public required Func<ImmutableArray<DiagnosedGroup>, ImmutableArray<ExplainedGroup>> Explain { get; init; }

    /// <summary>The working folder, which shown paths are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>What tests may leave behind.</summary>
    public ImmutableArray<AllowedLeak> Allowed { get; init; } = [];

    /// <summary>The day it is, for what is allowed until one.</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime(DateTime.Today);

    /// <summary>What a run has shown.</summary>
    public TestView Of(GoTestResult result)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        var left = new List<LeftGoroutines>();
        foreach (var report in result.Packages)
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

        var groups = left.SelectMany(l => ProfileDiagnosis.Of(l.Profile, Diagnosis).Select(g => (Left: l, Group: g))).ToArray();
        var benign = groups.Where(g => !g.Left.IsHang && g.Group.Benign is not null && g.Group.Group.Leaked == 0).ToArray();
        var others = groups.Except(benign).ToArray();
        var allowed = others.Where(g => !g.Left.IsHang && IsAllowed(g.Left, g.Group, errors)).ToArray();
        var leaks = others.Except(allowed).ToArray();
        var explained = new Dictionary<DiagnosedGroup, ExplainedGroup>(ReferenceEqualityComparer.Instance);
        foreach (var group in Explain([.. leaks.Select(l => l.Group)]))
        {
            explained[group.Diagnosed] = group;
        }

        return new TestView
        {
            Leaks = [.. leaks.Select(l => Leak(l.Left, explained[l.Group]))],
            Benign = [.. benign.GroupBy(b => b.Group.Benign!, StringComparer.Ordinal).Select(b => (b.Key, b.Sum(g => g.Group.Group.Count)))
                .OrderByDescending(b => b.Item2).ThenBy(b => b.Key, StringComparer.Ordinal)],
            Allowed = allowed.Sum(a => a.Group.Group.Count),
            Tests = result.Packages.Sum(p => p.Tests),
            Packages = result.Packages.Count(p => p.HasReport),
            Errors = errors.DrainToImmutable(),
            Paths = new PathDisplay(Folder),
            Root = SourceRoot.Find(Folder),
        };
    }

    private bool IsAllowed(LeftGoroutines left, DiagnosedGroup group, ImmutableArray<string>.Builder errors)
    {
        foreach (var allowed in Allowed.Where(a => a.Matches(left.Package, left.Test, group.Group.Stack)))
        {
            if (allowed.Until is not { } until || Today <= until)
            {
                return true;
            }

            var due = $"a leak that was allowed until {until:yyyy-MM-dd} is still there: {allowed.Reason}";
            if (!errors.Contains(due))
            {
                errors.Add(due);
            }
        }

        return false;
    }

    private static TestLeak Leak(LeftGoroutines left, ExplainedGroup group) => new(left.Package, left.Test, left.Attribution,
        left.IsHang ? TestVerdict.Hang : group.Group.Leaked > 0 ? TestVerdict.Proved : TestVerdict.Survivor, group);
}
