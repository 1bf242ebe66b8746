using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>What a kind of goroutine is recognised by.</summary>
/// <param name="Function">A function that is on the stack, in the form of <see cref="FunctionName.Stable"/>; a <c>*</c> at
/// its end stands for anything.</param>
/// <param name="Kinds">What the goroutine must be doing; empty for anything.</param>
public sealed record SignatureMark(string Function, ImmutableArray<BlockingKind> Kinds)
{
    /// <summary>True if the function is not on the stack but has started the goroutine.</summary>
    public bool Starts { get; init; }

    /// <summary>A function that must not be on the stack, or null.</summary>
    public string? Without { get; init; }
}
