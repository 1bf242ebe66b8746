namespace Unpark.Profiles;

/// <summary>Limits of reading.</summary>
public sealed record ProfileReadOptions
{
    /// <summary>The default limits.</summary>
    public static ProfileReadOptions Default { get; } = new();

    /// <summary>How many bytes are read, after decompression; what is behind them is said to be missing.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>How many bytes a binary profile or an archive may have: these are held in memory.</summary>
    public int MaxBinaryBytes { get; init; } = 1 << 30;

    /// <summary>How many different label sets a profile may have; goroutines with further ones are counted without labels.</summary>
    public int MaxLabelSets { get; init; } = 100_000;
}
