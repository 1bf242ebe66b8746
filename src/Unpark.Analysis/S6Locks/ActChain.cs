using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>An act that calling a function leads to: directly, or through the calls of the chain.</summary>
/// <param name="Function">The function.</param>
/// <param name="Act">What is done in it: the act itself, or the call that leads to it.</param>
/// <param name="Path">The subject of the last act by a path that the function knows; null if it knows none.</param>
/// <param name="Next">How it goes on in the called function; null if this is the act itself.</param>
internal sealed record ActChain(FlowFunction Function, LockAct Act, AccessPath? Path, ActChain? Next)
{
    /// <summary>The act at the end of the chain.</summary>
    public LockAct Last => Next?.Last ?? Act;

    /// <summary>The function the last act is in.</summary>
    public FlowFunction LastFunction => Next?.LastFunction ?? Function;

    /// <summary>True if nothing but the call decides that the act takes place.</summary>
    public bool IsAlways { get; init; }

    /// <summary>What has to be true of the parameters.</summary>
    public ImmutableArray<ParameterTest> Tests { get; init; } = [];

    /// <summary>
    /// True if the function itself may do what the chain leads to: of the parameters of others nothing is asked but that
    /// they are not nil.
    /// </summary>
    public bool IsOpen => Tests.All(t => t is { IsNil: true, Wanted: false } || Function.Locals.Of(t.Parameter)?.Function == Function);

    /// <summary>The number of calls.</summary>
    public int Length => Next == null ? 0 : Next.Length + 1;

    /// <summary>
    /// How far the chain is to be trusted: the number of calls, and two more for each that the flow of values has told.
    /// </summary>
    public int Distance => (Next == null ? 0 : Next.Distance + 1) + (Act.IsDynamic ? 2 : 0);

    /// <summary>True if the last act concerns the read lock of an RWMutex.</summary>
    public bool IsRead => Last.IsRead;

    /// <summary>True if the first act leads to the last one whatever happens in between.</summary>
    public bool IsAlwaysBelow() => Next == null || (Act.Kind != LockActKind.Format && Next.IsAlways);
}
