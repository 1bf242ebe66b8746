using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>A lock is taken while another one is held.</summary>
/// <param name="Function">The function that holds the first one.</param>
/// <param name="First">The first lock.</param>
/// <param name="FirstName">What it is called.</param>
/// <param name="IsFirstRead">True if it is a read lock.</param>
/// <param name="Site">Where it was taken.</param>
/// <param name="Chain">How the second one is taken.</param>
/// <param name="Gates">The locks that are held besides.</param>
internal sealed record LockOrder(FlowFunction Function, Var First, string FirstName, bool IsFirstRead, LockEvent Site,
    ActChain Chain, ImmutableHashSet<Var> Gates)
{
    /// <summary>The second lock.</summary>
    public Var Second => Chain.Last.Class!;

    /// <summary>What the second lock is called.</summary>
    public string SecondName => Chain.Last.Name;
}
