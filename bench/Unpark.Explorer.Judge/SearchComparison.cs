using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>
/// Compares the searches: with reductions the same must be found as by the plain one, which goes through all schedules, wherever
/// that comes to an end. No Go is run.
/// </summary>
public sealed class SearchComparison
{
    /// <summary>How far the plain search goes.</summary>
    public ExplorationOptions Options { get; init; } = new() { MaxStates = 5_000, MaxSteps = 10_000 };

    /// <summary>Compares.</summary>
    /// <returns>Of each program the steps of the plain search, 0 if that did not end, those of the reduced one, and what differs.</returns>
    public ImmutableArray<ComparedSearches> Of(IReadOnlyList<GeneratedProgram> programs) => Explorations.Each(programs, (program, explore) =>
    {
        // Every other one as a whole program, where what waits for variables of the package counts too.
        var options = Options with { IsWholeProgram = program.Number % 2 != 0 };
        var plain = explore(options with { ReducesOrders = false, RemembersStates = false });
        if (!plain.IsComplete)
        {
            return new ComparedSearches(program, 0, 0, []);
        }

        var reduced = explore(options);
        (string Name, ExplorationResult Result)[] others =
        [
            ("with reductions", reduced),
            ("with states remembered", explore(options with { ReducesOrders = false })),
            ("with orders reduced", explore(options with { RemembersStates = false })),
        ];
        var expected = Found(plain);
        return new ComparedSearches(program, plain.Steps, reduced.Steps, [.. others.SelectMany(o => Differences(expected, Found(o.Result)).Select(d => $"{o.Name}: {d}"))]);
    });

    private static IEnumerable<string> Differences(ISet<string> expected, ISet<string> found) =>
        expected.Except(found).Select(e => "not found: " + e).Concat(found.Except(expected).Select(f => "found: " + f));

    // Not by what started them: goroutines that stand alike are taken for one another.
    private static HashSet<string> Found(ExplorationResult result) =>
        [.. result.Leaks.Select(l => $"{l.Stack.FirstOrDefault(f => f.Line != 0)} {l.WaitReason}"), .. result.Panics, .. result.Limits];
}
