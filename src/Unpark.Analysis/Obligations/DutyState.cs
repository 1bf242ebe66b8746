namespace Unpark.Analysis.Obligations;

/// <summary>The state that is followed along a path.</summary>
/// <param name="Duty">The obligation.</param>
internal readonly record struct DutyState(Duty Duty);
