namespace Unpark.Explorer;

/// <summary>How a type lies in memory whose methods the explorer has itself.</summary>
/// <param name="Cells">How many cells a value takes.</param>
/// <param name="Field">The field that is used by name, which lies in the first cell; or null.</param>
internal sealed record SpecialLayout(int Cells, string? Field = null)
{
    /// <summary>The cell of a field, or -1.</summary>
    public int OffsetOf(string field) => field == Field ? 0 : -1;
}
