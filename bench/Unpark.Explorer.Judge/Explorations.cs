using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Explorer.Judge;

/// <summary>Explores generated programs.</summary>
public static class Explorations
{
    /// <summary>What the explorer says of programs, in their order.</summary>
    public static ImmutableArray<Verdict> Of(IReadOnlyList<GeneratedProgram> programs, ExplorationOptions options)
    {
        ArgumentNullException.ThrowIfNull(programs);
        using var files = new GoPrograms(programs, WriterMode.Plain);
        var loaded = GoProgram.Load(new LoadOptions { Dir = files.Path, Build = new BuildOptions { GoRoot = GoToolchain.Root } });
        var typed = loaded.Roots[0].TypeCheck();
        var verdicts = new ConcurrentDictionary<int, Verdict>();
        Parallel.For(0, programs.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, () => new FlowPackage(typed), (i, _, package) =>
        {
            var function = package.Functions.First(f => f.Outer == null && f.Name == programs[i].Name);
            var watch = Stopwatch.StartNew();
            var result = new ProgramExplorer(loaded, package).Explore(function, options);
            verdicts[i] = new Verdict(programs[i], result, [.. result.Leaks.Select(l => (LeakOf(programs[i], l), l))], watch.Elapsed);
            return package;
        }, _ => { });
        return [.. Enumerable.Range(0, programs.Count).Select(i => verdicts[i])];
    }

    private static Leak LeakOf(GeneratedProgram program, LeakedGoroutine leak)
    {
        var own = leak.Stack.Where(f => GoPrograms.LineIn(f.File, f.Line, out _) != 0).ToArray();
        var created = leak.CreatedBy is { } by ? GoPrograms.LineIn(by.File, by.Line, out _) : 0;
        return own.Length == 0 ? new Leak(program.Number, created, leak.Stack[^1].Function, 0, leak.WaitReason)
            : new Leak(program.Number, created, own[^1].Function, own[0].Line, leak.WaitReason);
    }
}
