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
    // The variables of all of them are made before one is explored.
    private const int ProgramsOfPackage = 100;

    /// <summary>What the explorer says of programs, in their order.</summary>
    public static ImmutableArray<Verdict> Of(IReadOnlyList<GeneratedProgram> programs, ExplorationOptions options) => Each(programs, (program, explore) =>
    {
        var watch = Stopwatch.StartNew();
        var result = explore(options);
        return new Verdict(program, result, [.. result.Leaks.Select(l => (LeakOf(program, l), l))], watch.Elapsed);
    });

    /// <summary>Something of each program, two at a time.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="of">Given a program and what explores it.</param>
    public static ImmutableArray<T> Each<T>(IReadOnlyList<GeneratedProgram> programs, Func<GeneratedProgram, Func<ExplorationOptions, ExplorationResult>, T> of)
    {
        ArgumentNullException.ThrowIfNull(programs);
        return [.. programs.Chunk(ProgramsOfPackage).SelectMany(p => OfPackage(p, of))];
    }

    private static T[] OfPackage<T>(GeneratedProgram[] programs, Func<GeneratedProgram, Func<ExplorationOptions, ExplorationResult>, T> of)
    {
        using var files = new GoPrograms(programs, WriterMode.Plain);
        var loaded = GoProgram.Load(new LoadOptions { Dir = files.Path, Build = new BuildOptions { GoRoot = GoToolchain.Root } });
        var typed = loaded.Roots[0].TypeCheck();
        var results = new ConcurrentDictionary<int, T>();
        Parallel.For(0, programs.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, () => new FlowPackage(typed), (i, _, package) =>
        {
            var function = package.Functions.First(f => f.Outer == null && f.Name == programs[i].Name);
            results[i] = of(programs[i], options => new ProgramExplorer(loaded, package).Explore(function, options));
            return package;
        }, _ => { });
        return [.. Enumerable.Range(0, programs.Length).Select(i => results[i])];
    }

    private static Leak LeakOf(GeneratedProgram program, LeakedGoroutine leak)
    {
        var own = leak.Stack.Where(f => GoPrograms.LineIn(f.File, f.Line, out _) != 0).ToArray();
        var created = leak.CreatedBy is { } by ? GoPrograms.LineIn(by.File, by.Line, out _) : 0;
        return own.Length == 0 ? new Leak(program.Number, created, leak.Stack[^1].Function, 0, leak.WaitReason)
            : new Leak(program.Number, created, own[^1].Function, own[0].Line, leak.WaitReason);
    }
}
