using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>How a state was reached from an earlier one.</summary>
/// <param name="Before">The number of the earlier state.</param>
/// <param name="Goroutine">The number of the goroutine.</param>
/// <param name="Kind">What it did.</param>
/// <param name="At">The instruction.</param>
/// <param name="Option">Which way, as in <see cref="Step"/>.</param>
/// <param name="Partner">The number of the goroutine it met, or -1.</param>
/// <param name="PartnerAt">The instruction of that one.</param>
/// <param name="PartnerOption">The case of its select.</param>
/// <param name="Preemptions">How many goroutines were left although they could have gone on, up to here.</param>
internal sealed record StepRecord(
    int Before, int Goroutine, OperationKind Kind, SsaInstruction At, int Option, int Partner, SsaInstruction? PartnerAt,
    int PartnerOption, int Preemptions)
{
    /// <summary>Where the goroutine is in code that is not the explorer's own model of a package.</summary>
    public SsaInstruction Place { get; init; } = At;

    /// <summary>The same of the partner.</summary>
    public SsaInstruction? PartnerPlace { get; init; } = PartnerAt;

    /// <summary>The numbers of earlier, like states, and how often the way from each is gone again after this step.</summary>
    public ImmutableArray<(int From, long Times)> Again { get; init; } = [];

    /// <summary>How often the way from an earlier, like state is gone again after it.</summary>
    public long Rounds { get; init; }

    /// <summary>The same for each loop that is gone round so.</summary>
    public ImmutableArray<LoopRounds> Loops { get; init; } = [];
}
