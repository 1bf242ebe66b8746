namespace Unpark.Flow;

/// <summary>
/// A property that is followed along every path of a function: a small state machine. Paths are kept apart by their
/// state and merged where they have the same one (Das, Lerner, Seigle, "ESP: Path-Sensitive Program Verification in
/// Polynomial Time").
/// </summary>
/// <typeparam name="TState">The state; there must be few different ones.</typeparam>
public abstract class PathProblem<TState>
    where TState : struct, IEquatable<TState>
{
    /// <summary>The state at the function's entry.</summary>
    public abstract TState Initial { get; }

    /// <summary>The state behind a step; <see cref="PathStepContext{TState}.Fork"/> adds others.</summary>
    public abstract TState Apply(FlowNode node, TState state, PathStepContext<TState> context);

    /// <summary>The state along an edge, or null if the path does not go there.</summary>
    public virtual TState? Take(FlowEdge edge, TState state) => state;
}
