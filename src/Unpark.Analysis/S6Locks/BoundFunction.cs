using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>A function with what is known of its receiver and arguments where it is called or named.</summary>
/// <param name="Function">The function.</param>
/// <param name="Receiver">The way to the receiver, if there is one and it is known.</param>
/// <param name="Arguments">The arguments; empty for a function that is only named.</param>
internal sealed record BoundFunction(FlowFunction Function, AccessPath? Receiver, ImmutableArray<Expr> Arguments);
