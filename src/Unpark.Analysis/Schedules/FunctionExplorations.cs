using System.Collections.Immutable;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;

namespace Unpark.Analysis.Schedules;

/// <summary>
/// What explorations of the declared functions of a package found, each explored when it is first asked for, with inputs of
/// which nothing is known.
/// </summary>
internal sealed class FunctionExplorations(ExplorerSources sources, FlowPackage package, CancellationToken cancellation)
{
    // Small, since every function with a finding is explored: what leaks shows in few states or, mostly, not at all.
    private static readonly ExplorationOptions Limits = new()
    {
        MaxStates = 300,
        MaxSteps = 600,
        MaxInstructions = 10_000,
        MaxMemory = 1 << 22,
        RecordsWaits = true,
    };

    // Leaks that rest on few assumptions, which alone count here, come first.
    private static readonly ExplorationOptions UseLimits = Limits with { MaxStates = 100, MaxSteps = 200, RecordsWaits = false };

    private readonly Dictionary<FlowFunction, ExplorationResult?> results = [];
    private readonly Dictionary<TypeRoot, ImmutableArray<TypeLeak>> uses = [];
    private readonly List<string> failures = [];
    private ProgramExplorer? explorer;

    /// <summary>Mistakes of ours that kept functions from being explored.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>What was found of a function; null if it could not be explored.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ExplorationResult? Of(FlowFunction function)
    {
        if (!results.TryGetValue(function, out var result))
        {
            result = Explore(function);
            results.Add(function, result);
        }

        return result;
    }

    /// <summary>What was found of a use of a type, each leak with what happens in its schedule; nothing if it could not be explored.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ImmutableArray<TypeLeak> Of(TypeRoot root)
    {
        if (!uses.TryGetValue(root, out var leaks))
        {
            leaks = Try(root.Root.Function, e => TypeLeaks.In(e, root, UseLimits, cancellation));
            leaks = leaks.IsDefault ? [] : leaks;
            uses.Add(root, leaks);
        }

        return leaks;
    }

    private ExplorationResult? Explore(FlowFunction function) => Try(function, e => e.Explore(function, Limits, cancellation));

    private T? Try<T>(FlowFunction function, Func<ProgramExplorer, T> explore)
    {
        try
        {
            explorer ??= new ProgramExplorer(sources, package);
            return explore(explorer);
        }
#pragma warning disable CA1031 // reported, and what the rules have found is not lost
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            failures.Add($"exploring {function.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
            return default;
        }
    }
}
