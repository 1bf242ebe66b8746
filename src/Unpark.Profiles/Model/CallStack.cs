using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Where a goroutine is, and where it was started.</summary>
/// <param name="Frames">Its frames, the innermost first.</param>
/// <param name="CreatedBy">The function that started it, with the place of the <c>go</c> statement, where that is known.</param>
/// <param name="Ancestors">The stacks that started it and its creators, the nearest first, where Go was asked to keep
/// them (GODEBUG=tracebackancestors).</param>
public sealed record CallStack(ImmutableArray<Frame> Frames, Frame? CreatedBy, ImmutableArray<CallStack> Ancestors);
