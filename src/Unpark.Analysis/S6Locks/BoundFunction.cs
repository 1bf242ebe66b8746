using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>A function with what is known of its receiver and arguments where it is called or named.</summary>
/// <param name="Function">The function.</param>
/// <param name="Receiver">The way to the receiver, if there is one and it is known.</param>
/// <param name="Arguments">The arguments; empty for a function that is only named.</param>
internal sealed record BoundFunction(FlowFunction Function, AccessPath? Receiver, ImmutableArray<Expr> Arguments)
{
    /// <summary>
    /// Of a literal that was kept in a field: the object as the function around it named it, and as the caller names it.
    /// </summary>
    public (AccessPath There, AccessPath Here)? Keeper { get; init; }

    /// <summary>A path that begins with the object by its one name, begun with the other; null for other paths.</summary>
    public static AccessPath? Rename((AccessPath There, AccessPath Here) keeper, AccessPath path) =>
        keeper.There.IsPrefixOf(path)
            ? new AccessPath(keeper.Here.Root, keeper.Here.Steps.AddRange(path.Steps[keeper.There.Steps.Length..]))
            : null;
}
