using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>Goroutines at one place. What is null is not known.</summary>
internal sealed record JsonGroup
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>The most frequent state in Go's words.</summary>
    public required string? State { get; init; }

    /// <summary>What they wait for.</summary>
    public required string? Kind { get; init; }

    /// <summary>Whether they leak.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why they are thought to leak or not.</summary>
    public required ImmutableArray<string> Reasons { get; init; }

    /// <summary>The number of the scenario.</summary>
    public int? Scenario { get; init; }

    /// <summary>The rule that finds the cause.</summary>
    public string? Rule { get; init; }

    /// <summary>What they are, if they are known to be harmless.</summary>
    public string? Benign { get; init; }

    /// <summary>Their labels.</summary>
    public required ImmutableArray<JsonLabels> Labels { get; init; }

    /// <summary>How long they have waited.</summary>
    public required JsonMinutes? Minutes { get; init; }

    /// <summary>The call that blocks.</summary>
    public required JsonFrame? Blocked { get; init; }

    /// <summary>The function that started them, with the place of the go statement.</summary>
    public required JsonFrame? CreatedBy { get; init; }

    /// <summary>Their stack, the innermost frame first.</summary>
    public required ImmutableArray<JsonFrame> Stack { get; init; }

    /// <summary>Why they block, from the source.</summary>
    public string? Explanation { get; init; }

    /// <summary>What mends it.</summary>
    public JsonFix? Fix { get; init; }

    /// <summary>What they are recognised by in another profile.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many of them Go has proved to be leaked.</summary>
    public required long Leaked { get; init; }

    /// <summary>The numbers of some of them.</summary>
    public required ImmutableArray<long> Ids { get; init; }

    /// <summary>What the source says of them, if it is there.</summary>
    public JsonSource? Source { get; init; }
}
