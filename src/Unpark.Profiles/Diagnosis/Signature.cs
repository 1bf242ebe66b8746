using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>A kind of goroutine that is known for what it is.</summary>
/// <param name="Name">What it is called, such as <c>sql-opener</c>.</param>
/// <param name="Description">What such a goroutine is, with its article.</param>
/// <param name="Marks">What it is recognised by; one of them is enough.</param>
public sealed record Signature(string Name, string Description, ImmutableArray<SignatureMark> Marks)
{
    /// <summary>The call after which they end, such as <c>DB.Close</c>; null if they live as long as the process.</summary>
    public string? Until { get; init; }

    /// <summary>How many are usual in a process; null for any number.</summary>
    public long? Limit { get; init; }

    /// <summary>True of kinds of which there may be any number, and which nothing in the program has to end.</summary>
    public bool IsUsualInAnyNumber => Limit is null && Until is null;

    /// <summary>The rule that finds the cause of too many, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>What it means if there are too many, or null.</summary>
    public string? Because { get; init; }
}
