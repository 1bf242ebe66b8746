namespace Unpark.Explorer;

/// <summary>How much memory the states of an exploration have taken together, garbage included. Not safe to use from several threads.</summary>
internal sealed class MemoryMeter
{
    /// <summary>The number of cells, of 16 bytes each.</summary>
    public long Cells { get; set; }
}
