using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A place where a function begins to run as a goroutine.</summary>
/// <param name="Starter">The function or literal that starts it.</param>
/// <param name="Place">The go statement, or the call that is given the function to run: <c>group.Go</c>.</param>
public sealed record GoroutineStart(FlowFunction Starter, Node Place);
