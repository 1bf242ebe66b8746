namespace Unpark.Explorer.Judge;

/// <summary>Makes a program about which the explorer and Go disagree smaller, as long as they do.</summary>
public sealed class Reducer
{
    private const int MostRounds = 40;

    /// <summary>How programs are judged.</summary>
    public Judge Judge { get; init; } = new();

    /// <summary>The smallest program that was found, with a leak that the explorer calls impossible, or that is not replayed.</summary>
    /// <param name="program">A program with one.</param>
    public GeneratedProgram Reduce(GeneratedProgram program)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            // All that are one step smaller are judged together: building takes longer than running.
            var smaller = Mutations.Smaller(program).Where(p => p.IsValid).Select((p, i) => p with { Number = i }).ToArray();
            if (smaller.Length == 0)
            {
                break;
            }

            var judgement = Judge.Of(smaller);
            var disagreed = judgement.Impossible.Concat(judgement.NotReplayed.Select(n => n.Leak)).Select(l => l.Program).ToHashSet();
            if (disagreed.Count == 0)
            {
                break;
            }

            program = smaller.Where(s => disagreed.Contains(s.Number)).MinBy(s => s.All.Count())!;
        }

        return program;
    }
}
