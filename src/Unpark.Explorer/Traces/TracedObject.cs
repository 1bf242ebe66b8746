namespace Unpark.Explorer;

/// <summary>A channel, lock, group or the like that steps of a trace are about.</summary>
/// <param name="Name">The expression that it was first used by.</param>
/// <param name="Kind">What it is: <c>channel</c>, <c>lock</c>, <c>group</c>, ...</param>
/// <param name="MadeAt">Where a channel was made; null if that is not known.</param>
public sealed record TracedObject(string Name, string Kind, StackFrame? MadeAt);
