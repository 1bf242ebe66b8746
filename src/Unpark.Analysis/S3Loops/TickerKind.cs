namespace Unpark.Analysis.S3Loops;

/// <summary>What a call makes that must be stopped.</summary>
internal enum TickerKind : byte
{
    /// <summary>A <c>time.Ticker</c>.</summary>
    Ticker,

    /// <summary>A <c>time.Timer</c>.</summary>
    Timer,
}
