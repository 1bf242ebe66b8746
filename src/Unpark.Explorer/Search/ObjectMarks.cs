namespace Unpark.Explorer;

/// <summary>A number for each object of a heap, 0 at first.</summary>
internal sealed class ObjectMarks(Heap heap)
{
    // Of a heap larger than this a walk mostly sees little.
    private const int MaxArray = 4096;

    private readonly int end = heap.End;
    private readonly int globalEnd = heap.GlobalEnd;
    private readonly int[]? numbers = heap.End + heap.GlobalEnd <= MaxArray ? new int[heap.End + heap.GlobalEnd] : null;
    private readonly Dictionary<int, int> few = [];

    /// <summary>How many objects have a number.</summary>
    public int Count { get; private set; }

    public int this[int number] => numbers == null ? few.GetValueOrDefault(number)
        : Contains(number) ? numbers[number + globalEnd - 1] : 0;

    /// <summary>Sets the number of an object that has none.</summary>
    /// <returns>False if it has one, or if there is no such object.</returns>
    public bool TrySet(int number, int mark)
    {
        if (!Contains(number))
        {
            return false;
        }

        if (numbers == null)
        {
            if (!few.TryAdd(number, mark))
            {
                return false;
            }
        }
        else
        {
            ref var place = ref numbers[number + globalEnd - 1];
            if (place != 0)
            {
                return false;
            }

            place = mark;
        }

        Count++;
        return true;
    }

    private bool Contains(int number) => number < end && -number < globalEnd;
}
