namespace Unpark.Explorer;

/// <summary>A number for each object of a heap, 0 at first.</summary>
internal sealed class ObjectMarks(Heap heap)
{
    private readonly int[] ofObjects = new int[heap.End];
    private readonly int[] ofVariables = new int[heap.GlobalEnd];

    /// <summary>How many objects have a number.</summary>
    public int Count { get; private set; }

    public int this[int number] => number > 0
        ? number < ofObjects.Length ? ofObjects[number] : 0
        : -number < ofVariables.Length ? ofVariables[-number] : 0;

    /// <summary>Sets the number of an object that has none.</summary>
    /// <returns>False if it has one, or if there is no such object.</returns>
    public bool TrySet(int number, int mark)
    {
        if (number > 0 ? number >= ofObjects.Length : -number >= ofVariables.Length)
        {
            return false;
        }

        ref var place = ref number > 0 ? ref ofObjects[number] : ref ofVariables[-number];
        if (place != 0)
        {
            return false;
        }

        place = mark;
        Count++;
        return true;
    }
}
