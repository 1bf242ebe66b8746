using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Html;

/// <summary>A group as a page has it: numbers of texts, frames and the like; -1 for what is not known.</summary>
internal sealed record PageGroup
{
    /// <summary>How many goroutines.</summary>
    public required long Count { get; init; }

    /// <summary>How many Go has proved to be leaked.</summary>
    public required long Leaked { get; init; }

    /// <summary>The verdict: normal, suspect, leaked.</summary>
    public required int Verdict { get; init; }

    /// <summary>The text of the most frequent state.</summary>
    public required int State { get; init; }

    /// <summary>The rule.</summary>
    public required int Rule { get; init; }

    /// <summary>The stack.</summary>
    public required int Node { get; init; }

    /// <summary>Which of its frames blocks, the innermost being 0.</summary>
    public required int Blocked { get; init; }

    /// <summary>The frame that started them.</summary>
    public required int Creator { get; init; }

    /// <summary>The least that one has waited, in minutes.</summary>
    public required long Min { get; init; }

    /// <summary>The longest that one has waited, in minutes.</summary>
    public required long Max { get; init; }

    /// <summary>The text of what they are, if that is harmless.</summary>
    public required int Benign { get; init; }

    /// <summary>The text of the call that ends them.</summary>
    public required int Until { get; init; }

    /// <summary>The text that explains them.</summary>
    public required int Why { get; init; }

    /// <summary>The list of the reasons for the verdict.</summary>
    public required int Reasons { get; init; }

    /// <summary>Sets of labels, each with its number of goroutines.</summary>
    public required ImmutableArray<long> Labels { get; init; }

    /// <summary>What they are recognised by.</summary>
    public required string Fingerprint { get; init; }
}
