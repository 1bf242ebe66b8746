using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>The function that an exploration begins with.</summary>
/// <param name="Function">A function of one of the explored packages.</param>
/// <param name="IsTest">True to call it as package testing calls a test.</param>
public sealed record ExplorationRoot(FlowFunction Function, bool IsTest = false);
