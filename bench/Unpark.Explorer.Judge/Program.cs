using System.Diagnostics;
using System.Globalization;

namespace Unpark.Explorer.Judge;

internal static class Program
{
    private static int Main(string[] args)
    {
        var options = args.Where(a => a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        switch (args.Except(options).ToArray())
        {
            case ["judge", var seed, var first, var count]:
                return Compare(Number(seed), (int)Number(first), (int)Number(count), options);
            case ["searches", var seed, var first, var count]:
                return CompareSearches(Generated(Number(seed), (int)Number(first), (int)Number(count)));
            case ["explore", var seed, var number]:
                Explore(ProgramGenerator.Generate(Number(seed), (int)Number(number)));
                return 0;
            case ["reduce", var seed, var number]:
                var reduced = new Reducer().Reduce(ProgramGenerator.Generate(Number(seed), (int)Number(number)));
                Console.Write(ProgramWriter.Write(reduced, WriterMode.Plain));
                return 0;
            case ["print", var seed, var number]:
                Console.Write(ProgramWriter.Write(ProgramGenerator.Generate(Number(seed), (int)Number(number)),
                    options.Contains("--gated") ? WriterMode.Gated : options.Contains("--noisy") ? WriterMode.Noisy : WriterMode.Plain));
                return 0;
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Explorer.Judge judge [--force] [--update] SEED FIRST COUNT   compare with Go; --force all schedules
                           Unpark.Explorer.Judge searches SEED FIRST COUNT                     compare the reduced searches with the plain one
                           Unpark.Explorer.Judge explore SEED NUMBER                           what the explorer says of one
                           Unpark.Explorer.Judge reduce SEED NUMBER                            make one that is in dispute smaller
                           Unpark.Explorer.Judge print [--gated|--noisy] SEED NUMBER           print one
                    """);
                return 2;
        }
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static int Compare(ulong seed, int first, int count, string[] options)
    {
        var watch = Stopwatch.StartNew();
        var judge = new Judge
        {
            ForcesAll = options.Contains("--force"),
            Progress = t => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:F1} s: {t}")),
        };
        var judgement = judge.Of(Generated(seed, first, count));
        var text = Scoreboard.Of(judgement, seed, judge);
        Console.Write(text);
        if (options.Contains("--update"))
        {
            Scoreboard.Update(text);
        }

        return judgement.Impossible.IsEmpty ? 0 : 1;
    }

    private static GeneratedProgram[] Generated(ulong seed, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(n => ProgramGenerator.Generate(seed, n))];

    private static int CompareSearches(GeneratedProgram[] programs)
    {
        var watch = Stopwatch.StartNew();
        var compared = new SearchComparison().Of(programs);
        foreach (var one in compared)
        {
            foreach (var difference in one.Differences)
            {
                Console.WriteLine($"{one.Program.Name}: {difference}");
            }
        }

        var ended = compared.Where(c => c.PlainSteps > 0).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {programs.Length} programs, {watch.Elapsed.TotalSeconds:F0} s
            plain search ends in {ended.Length}, {ended.Sum(e => e.PlainSteps)} steps; reduced {ended.Sum(e => e.ReducedSteps)}
            programs in which they find different things {compared.Count(c => c.Differences.Length > 0)}
            """));
        return compared.Any(c => c.Differences.Length > 0) ? 1 : 0;
    }

    private static void Explore(GeneratedProgram program)
    {
        var verdict = Explorations.Of([program], new ExplorationOptions())[0];
        Console.WriteLine($"{verdict.Result.States} states, {verdict.Time.TotalSeconds:F2} s {string.Join("; ", verdict.Result.Limits.Concat(verdict.Result.Panics))}");
        foreach (var (leak, found) in verdict.Leaks)
        {
            Console.WriteLine(leak);
            foreach (var step in found.Schedule)
            {
                Console.WriteLine($"    g{step.Goroutine} {step.What} {step.At.Function} {Path.GetFileName(step.At.File)}:{step.At.Line} {(step.Partner is { } p ? $"with g{p} :{step.PartnerAt!.Line}" : "")}");
            }
        }
    }
}
