using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>Where a goroutine stood before an operation that can block.</summary>
/// <param name="Stack">Its calls, innermost first.</param>
/// <param name="CreatedBy">The go statement that started it, or null.</param>
/// <param name="IsDecided">
/// True if what it waits for was made by what was explored, and by nothing else can be used: then the exploration says whether
/// it can wait for ever. False if others might have helped.
/// </param>
public sealed record ObservedWait(ImmutableArray<StackFrame> Stack, StackFrame? CreatedBy, bool IsDecided);
