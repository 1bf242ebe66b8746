namespace Unpark.Profiles;

/// <summary>What makes goroutines suspect.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>The default.</summary>
    public static DiagnosisOptions Default { get; } = new();

    /// <summary>So many goroutines waiting at one place are many. Pools of workers are smaller, mostly.</summary>
    public long Many { get; init; } = 50;

    /// <summary>So many wait at one place for something that others are quick about, such as a lock: too many.</summary>
    public long Few { get; init; } = 10;

    /// <summary>After so many minutes of waiting for something that others are quick about it will not come any more. Go's
    /// figures are too large by two minutes at times.</summary>
    public long Minutes { get; init; } = 5;

    /// <summary>The kinds of goroutines that are known.</summary>
    public SignatureSet Signatures { get; init; } = SignatureSet.Known;
}
