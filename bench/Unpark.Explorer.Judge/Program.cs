using System.Diagnostics;
using System.Globalization;

namespace Unpark.Explorer.Judge;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["print", var seed, var number, .. var mode]:
                Console.Write(ProgramWriter.Write(Generate(seed, number), mode switch
                {
                    ["gated"] => WriterMode.Gated,
                    ["noisy"] => WriterMode.Noisy,
                    _ => WriterMode.Plain,
                }));
                return 0;
            case ["explore", var seed, var number]:
                Explore(Generate(seed, number));
                return 0;
            case ["judge", var seed, var from, var count, .. var more]:
                var first = int.Parse(from, CultureInfo.InvariantCulture);
                Compare([.. Enumerable.Range(first, int.Parse(count, CultureInfo.InvariantCulture))
                    .Select(n => ProgramGenerator.Generate(ulong.Parse(seed, CultureInfo.InvariantCulture), n))], more is ["--force"]);
                return 0;
            default:
                return 2;
        }
    }

    private static GeneratedProgram Generate(string seed, string number) =>
        ProgramGenerator.Generate(ulong.Parse(seed, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture));

    private static void Explore(GeneratedProgram program)
    {
        var verdict = Explorations.Of([program], new ExplorationOptions())[0];
        Console.WriteLine($"{verdict.Result.States} states, {verdict.Time.TotalSeconds:F2} s {string.Join("; ", verdict.Result.Limits)} {string.Join("; ", verdict.Result.Panics)}");
        foreach (var (leak, found) in verdict.Leaks)
        {
            Console.WriteLine(leak);
            foreach (var step in found.Schedule)
            {
                Console.WriteLine($"    g{step.Goroutine} {step.What} {step.At.Function} {Path.GetFileName(step.At.File)}:{step.At.Line} {(step.Partner is { } p ? $"with g{p} :{step.PartnerAt!.Line}" : "")}");
            }
        }
    }

    private static void Compare(GeneratedProgram[] programs, bool forces)
    {
        var watch = Stopwatch.StartNew();
        var judgement = new Judge { ForcesAll = forces, Progress = t => Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s: {t}") }.Of(programs);
        Console.WriteLine($"{judgement.Verdicts.Length} programs, {judgement.Verdicts.Count(v => v.Leaks.Length > 0)} can leak, incomplete {judgement.Verdicts.Count(v => !v.Result.IsComplete)}, states {judgement.Verdicts.Sum(v => v.Result.States)}, longest {judgement.Verdicts.Max(v => v.Time).TotalSeconds:F2} s");
        Console.WriteLine($"seen {judgement.Seen.Length}, replayed {judgement.Replayed.Length}, not replayed {judgement.NotReplayed.Length}, impossible {judgement.Impossible.Length}, beyond {judgement.Beyond.Length}");
        foreach (var v in judgement.Verdicts.Where(v => !v.Result.IsComplete || v.Result.Panics.Length > 0))
        {
            Console.WriteLine($"LIMIT P{v.Program.Number} {v.Result.States} states {string.Join("; ", v.Result.Limits)} PANICS {string.Join("; ", v.Result.Panics)}");
        }

        foreach (var leak in judgement.Impossible)
        {
            Console.WriteLine($"IMPOSSIBLE {leak}");
        }

        foreach (var (leak, result) in judgement.Forced.Where(f => f.Result.Length > 0))
        {
            Console.WriteLine($"MISFIT {leak}: {result}");
        }

        foreach (var leak in judgement.Vain)
        {
            Console.WriteLine($"VAIN {leak}");
        }

        foreach (var (leak, reason) in judgement.NotReplayed)
        {
            Console.WriteLine($"UNSEEN {leak}: {reason}");
        }
    }
}
