using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>The goroutines of a process at one time, as a profile or dump shows them.</summary>
public sealed record Profile
{
    /// <summary>The form it was read from.</summary>
    public required ProfileFormat Format { get; init; }

    /// <summary>Go's name of the profile, <c>goroutine</c> or <c>goroutineleak</c>; <c>goroutine</c> for other dumps.</summary>
    public required string Name { get; init; }

    /// <summary>What stood above a dump, such as <c>panic: boom</c> or <c>SIGQUIT: quit</c>; else null.</summary>
    public string? Title { get; init; }

    /// <summary>When it was made, where the form says.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The line at which it begins, counted from 1; 0 in binary profiles.</summary>
    public long Line { get; init; }

    /// <summary>The byte at which it begins, counted from 0 in what is inside a compressed file.</summary>
    public long Offset { get; init; }

    /// <summary>How many goroutines were read: the sum of the records.</summary>
    public required long Goroutines { get; init; }

    /// <summary>How many goroutines Go says there are, where the form has such a figure. Leak profiles count one too many
    /// if the main goroutine is in a <c>select</c> without cases.</summary>
    public long? DeclaredTotal { get; init; }

    /// <summary>The goroutines; those with the same stack, state and labels are one record. In the order of the profile.</summary>
    public required ImmutableArray<GoroutineRecord> Records { get; init; }

    /// <summary>Stacks that belong to threads and not to goroutines (<c>runtime stack:</c>, goroutine 0).</summary>
    public ImmutableArray<CallStack> ThreadStacks { get; init; } = [];

    /// <summary>How many lines of the profile (samples, of a binary one) could not be understood.</summary>
    public long Unparsed { get; init; }

    /// <summary>What could not be understood, as far as <see cref="MaxUnparsedParts"/>.</summary>
    public ImmutableArray<UnparsedPart> UnparsedParts { get; init; } = [];

    /// <summary>Records that are no goroutines: Go's leak profile has one without a stack if main is in <c>select {}</c>.</summary>
    public long Phantoms { get; init; }

    /// <summary>How many goroutines are kept without their labels because there were too many different ones.</summary>
    public long LabelsDropped { get; init; }

    /// <summary>Why the profile is not whole, in words for the user, or null if it is.</summary>
    public string? Truncated { get; init; }

    /// <summary>How many parts are kept in <see cref="UnparsedParts"/>.</summary>
    public const int MaxUnparsedParts = 100;
}
