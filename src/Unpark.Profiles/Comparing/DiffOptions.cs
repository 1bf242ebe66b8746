namespace Unpark.Profiles;

/// <summary>What counts as a change.</summary>
public sealed record DiffOptions
{
    /// <summary>By how many goroutines a group must have changed.</summary>
    public long Threshold { get; init; } = 1;

    /// <summary>How likely a trend of more than two profiles may be chance.</summary>
    public double Significance { get; init; } = 0.05;

    /// <summary>What makes goroutines suspect.</summary>
    public DiagnosisOptions Diagnosis { get; init; } = DiagnosisOptions.Default;
}
