using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Diagnosis;
using Unpark.GoTest;
using Unpark.Profiles;

namespace Unpark.Cli.Testing;

/// <summary>Turns the reports of test executables into leaks, explained by their source.</summary>
internal sealed class TestDiagnosis(DiagnosisOptions diagnosis, Func<ImmutableArray<DiagnosedGroup>, ImmutableArray<ExplainedGroup>> explain,
    PathDisplay paths)
{
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

        var groups = left.SelectMany(l => ProfileDiagnosis.Of(l.Profile, diagnosis).Select(g => (Left: l, Group: g))).ToArray();
        var benign = groups.Where(g => !g.Left.IsHang && g.Group.Benign is not null && g.Group.Group.Leaked == 0).ToArray();
        var leaks = groups.Except(benign).ToArray();
        var explained = new Dictionary<DiagnosedGroup, ExplainedGroup>(ReferenceEqualityComparer.Instance);
        foreach (var group in explain([.. leaks.Select(l => l.Group)]))
        {
            explained[group.Diagnosed] = group;
        }

        return new TestView
        {
            Leaks = [.. leaks.Select(l => Leak(l.Left, explained[l.Group]))],
            Benign = [.. benign.GroupBy(b => b.Group.Benign!, StringComparer.Ordinal).Select(b => (b.Key, b.Sum(g => g.Group.Group.Count)))
                .OrderByDescending(b => b.Item2).ThenBy(b => b.Key, StringComparer.Ordinal)],
            Tests = result.Packages.Sum(p => p.Tests),
            Packages = result.Packages.Count(p => p.HasReport),
            Errors = errors.DrainToImmutable(),
            Paths = paths,
        };
    }

    private static TestLeak Leak(LeftGoroutines left, ExplainedGroup group) => new(left.Package, left.Test, left.Attribution,
        left.IsHang ? TestVerdict.Hang : group.Group.Leaked > 0 ? TestVerdict.Proved : TestVerdict.Survivor, group);
}
