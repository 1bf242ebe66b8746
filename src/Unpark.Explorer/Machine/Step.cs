namespace Unpark.Explorer;

/// <summary>Something that can happen next in a state.</summary>
/// <param name="Goroutine">The index of the goroutine whose operation it is.</param>
/// <param name="Option">Which of several ways: the case of a select, the goroutine that is woken, the outcome of a condition.</param>
/// <param name="Partner">The index of the goroutine that sends what this one receives; -1 if there is none.</param>
/// <param name="PartnerOption">The case of the partner's select.</param>
internal sealed record Step(int Goroutine, int Option = 0, int Partner = -1, int PartnerOption = 0);
