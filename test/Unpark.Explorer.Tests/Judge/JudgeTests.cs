using Unpark.Explorer.Judge;

namespace Unpark.Explorer.Tests.Judge;

/// <summary>
/// Generated programs, explored and run by Go; bench/Unpark.Explorer.Judge does the same with many more of them.
/// </summary>
public sealed class JudgeTests
{
    private const ulong Seed = 2;
    private const int Programs = 40;
    private const int ComparedPrograms = 120;

    [Fact]
    public void What_leaks_in_Go_is_possible_and_what_is_possible_leaks_in_Go()
    {
        var judge = new Unpark.Explorer.Judge.Judge { Processes = 3 };
        var judgement = judge.Of([.. Enumerable.Range(0, Programs).Select(n => ProgramGenerator.Generate(Seed, n))]);

        Assert.Empty(judgement.Impossible);
        Assert.Empty(judgement.NotReplayed);
        Assert.NotEmpty(judgement.Seen);
        Assert.All(judgement.Verdicts, v => Assert.True(v.Result.IsComplete));
    }

    [Fact]
    public void Waiting_in_a_call_that_a_panic_does_is_recognized()
    {
        // Its first function panics within a function that it calls, and waits for a group in a deferred call.
        var panicking = new GeneratedProgram(0, [new Resource(ResourceKind.Group, 1), new Resource(ResourceKind.Channel, 1)],
        [
            new Statement(StatementKind.Go, -1, 0, [[new Statement(StatementKind.Send, 1, 1)]]),
            new Statement(StatementKind.DeferWait, 0),
            new Statement(StatementKind.Call, -1, 1, [[new Statement(StatementKind.Close, 1), new Statement(StatementKind.Panic)]]),
        ]);
        var judge = new Unpark.Explorer.Judge.Judge { Processes = 1, ForcesAll = true };
        var judgement = judge.Of([panicking]);

        Assert.Empty(judgement.Impossible);
        Assert.Empty(judgement.NotReplayed);
        Assert.Single(judgement.Replayed);
    }

    [Fact]
    public void Reductions_find_what_the_plain_search_finds()
    {
        var comparison = new SearchComparison { Options = new ExplorationOptions { MaxStates = 300, MaxSteps = 600 } };
        var compared = comparison.Of([.. Enumerable.Range(0, ComparedPrograms).Select(n => ProgramGenerator.Generate(Seed, n))]);

        Assert.Empty(compared.SelectMany(c => c.Differences.Select(d => $"{c.Program.Name}: {d}")));
        Assert.InRange(compared.Count(c => c.PlainSteps > 0), ComparedPrograms / 2, ComparedPrograms);
    }

    [Fact]
    public void A_program_is_the_same_for_the_same_seed_and_in_each_form_has_the_same_lines()
    {
        for (var number = 0; number < 200; number++)
        {
            var program = ProgramGenerator.Generate(Seed, number);
            var plain = ProgramWriter.Write(program, WriterMode.Plain).Split('\n');

            Assert.Equal(plain, ProgramWriter.Write(ProgramGenerator.Generate(Seed, number), WriterMode.Plain).Split('\n'));
            Assert.Equal(plain.Length, ProgramWriter.Write(program, WriterMode.Noisy).Split('\n').Length);
            Assert.Equal(plain.Length, ProgramWriter.Write(program, WriterMode.Gated).Split('\n').Length);
        }
    }
}
