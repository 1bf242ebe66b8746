namespace Unpark.Explorer;

/// <summary>A variable, or the array of a slice.</summary>
internal sealed class VariableObject(long owner, Value[] cells) : HeapObject(owner)
{
    public Value[] Cells { get; } = cells;

    public override HeapObject Copy(long owner) =>
        new VariableObject(owner, (Value[])Cells.Clone()) { IsExternal = IsExternal };
}
