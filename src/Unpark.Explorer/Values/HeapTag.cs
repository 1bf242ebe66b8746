namespace Unpark.Explorer;

/// <summary>Marks a <see cref="Value"/> that refers to an object of the heap.</summary>
internal sealed class HeapTag
{
    private HeapTag()
    {
    }

    public static HeapTag Instance { get; } = new();
}
