namespace Unpark.Flow;

/// <summary>Follows properties along the paths of functions.</summary>
public static class PathExplorer
{
    /// <summary>Explores a function. O(blocks * states * conditions).</summary>
    /// <param name="graph">The function's graph.</param>
    /// <param name="conditions">Its conditions.</param>
    /// <param name="problem">What is followed.</param>
    /// <param name="keepWeak">True to assume that a call leaves alone what is asked before and after it.</param>
    public static PathExploration<TState> Explore<TState>(ControlFlowGraph graph, ConditionTable conditions,
        PathProblem<TState> problem, bool keepWeak)
        where TState : struct, IEquatable<TState>
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(problem);
        return new PathExploration<TState>(graph, conditions, problem, keepWeak);
    }
}
