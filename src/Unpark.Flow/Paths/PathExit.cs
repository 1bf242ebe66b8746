namespace Unpark.Flow;

/// <summary>A way in which paths with the same state leave a function.</summary>
/// <typeparam name="TState">The problem's state.</typeparam>
/// <param name="Point">The last block, as the first of the paths reached it.</param>
/// <param name="Edge">The edge that returns, panics or ends the goroutine.</param>
/// <param name="State">The state on it.</param>
/// <param name="Facts">What is known on all these paths.</param>
public sealed record PathExit<TState>(PathPoint<TState> Point, FlowEdge Edge, TState State, PathFacts Facts)
    where TState : struct, IEquatable<TState>;
