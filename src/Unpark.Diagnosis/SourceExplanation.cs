using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Go.Syntax;

namespace Unpark.Diagnosis;

/// <summary>What the source says of goroutines that are parked in it.</summary>
public sealed record SourceExplanation
{
    /// <summary>The file of the line they are at: that of the innermost call whose source is there.</summary>
    public required SourceFile File { get; init; }

    /// <summary>The line, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The operation they are blocked in; null if the line holds none.</summary>
    public SourceSpan? Operation { get; init; }

    /// <summary>What they wait at: the channel, lock or group as the source names it; null if it has no name.</summary>
    public string? Subject { get; init; }

    /// <summary>Where that is made, sent to, received from, closed, locked, unlocked.</summary>
    public ImmutableArray<RelatedPlace> Places { get; init; } = [];

    /// <summary>What the rules find that explains it, or null.</summary>
    public Finding? Finding { get; init; }

    /// <summary>True if nothing in the source can end the wait: nothing else has the channel, or the select is empty.</summary>
    public bool IsHopeless { get; init; }

    /// <summary>True if they are in a loop that nothing ends, such as one over the channel of a ticker.</summary>
    public bool IsEndless { get; init; }

    /// <summary>True if the finding is about the operation itself or what it waits at.</summary>
    public bool IsCause { get; init; }

    /// <summary>The rule of this kind of leak, found or not; null if the source does not tell.</summary>
    public string? Rule { get; init; }

    /// <summary>What the source shows, in some sentences.</summary>
    public required string Text { get; init; }

    /// <summary>Why the source cannot be that of the profile's program, or null.</summary>
    public string? Skew { get; init; }
}
