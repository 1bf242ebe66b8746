namespace Unpark.Explorer;

/// <summary>A variable, or the array of a slice.</summary>
internal sealed class VariableObject(long owner, Value[] cells) : HeapObject(owner)
{
    // Smaller ones are gone through as fast.
    private const int Large = 32;

    private bool isRead;
    private Hash128? plain;

    public Value[] Cells { get; } = cells;

    public override int Size => Cells.Length;

    /// <summary>
    /// A hash of the cells of a large variable none of which refers to anything, such as a buffer; null of others. O(cells) the
    /// first time since it was changed.
    /// </summary>
    public Hash128? PlainCells
    {
        get
        {
            if (!isRead)
            {
                isRead = true;
                plain = Cells.Length > Large && Array.TrueForAll(Cells, c => c.Reference == null) ? HashOfCells() : null;
            }

            return plain;
        }
    }

    /// <summary>Says that cells may be changed now.</summary>
    public void Touch() => isRead = false;

    public override HeapObject Copy(long owner) =>
        new VariableObject(owner, (Value[])Cells.Clone()) { IsExternal = IsExternal };

    private Hash128 HashOfCells()
    {
        var hash = Hash128.Begin();
        foreach (var cell in Cells)
        {
            hash.Add(cell.Bits);
        }

        return hash;
    }
}
