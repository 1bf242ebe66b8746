using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>What an exploration begins with: a function, or a use of a type.</summary>
/// <param name="Function">A function of one of the explored packages; of a use of a type one of its methods.</param>
/// <param name="IsTest">True to call it as package testing calls a test.</param>
public sealed record ExplorationRoot(FlowFunction Function, bool IsTest = false)
{
    /// <summary>The function TestMain of the package of a test, which runs it; null if there is none.</summary>
    public FlowFunction? TestMain { get; init; }

    /// <summary>The use of a type that is explored instead of a call of the function; null if it is that call.</summary>
    public TypeUse? Use { get; init; }
}
