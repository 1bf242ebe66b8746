namespace Unpark.Flow;

/// <summary>A block that paths with the same state have reached.</summary>
/// <typeparam name="TState">The problem's state.</typeparam>
public sealed class PathPoint<TState>
    where TState : struct, IEquatable<TState>
{
    internal PathPoint(FlowBlock block, TState state, PathFacts facts, FlowEdge? via, PathPoint<TState>? from)
    {
        Block = block;
        State = state;
        Facts = facts;
        Via = via;
        From = from;
    }

    /// <summary>The block.</summary>
    public FlowBlock Block { get; }

    /// <summary>The state at its beginning.</summary>
    public TState State { get; }

    /// <summary>What is known on all these paths.</summary>
    public PathFacts Facts { get; internal set; }

    /// <summary>The edge by which the first of the paths came; null at the entry.</summary>
    public FlowEdge? Via { get; }

    /// <summary>Where the first of the paths came from; null at the entry.</summary>
    public PathPoint<TState>? From { get; }

    internal bool IsQueued { get; set; }
}
