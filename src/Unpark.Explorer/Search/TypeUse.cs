using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// How a value of a type is used: it is made, methods are called on it at the same time, and it is closed. Nobody has it
/// afterwards but who is still in one of its methods. What the methods are called with is not known.
/// </summary>
/// <param name="Type">The type.</param>
/// <param name="Constructor">The function that makes one, or a pointer to one, or an interface value of it; null for the zero value.</param>
/// <param name="Calls">At most two methods that are called in goroutines of their own.</param>
/// <param name="Closing">The method that is called while these run; null for none.</param>
public sealed record TypeUse(NamedType Type, FlowFunction? Constructor, ImmutableArray<FlowFunction> Calls, FlowFunction? Closing)
{
    /// <summary>The method that is called first and whose return is waited for; null for none.</summary>
    public FlowFunction? Opening { get; init; }

    /// <summary>The fields that others use too: what they lead to once the value is made may be used by others at any time.</summary>
    public ImmutableArray<Var> SharedFields { get; init; } = [];
}
