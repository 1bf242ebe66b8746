using System.Collections;

namespace Unpark.Explorer;

/// <summary>
/// The objects that variables of packages led to when an exploration began. Code that is not explored may have kept them, so
/// they count as within its reach whatever becomes of the variables.
/// </summary>
internal sealed class PackageObjects
{
    private readonly MachineState first;
    private readonly GlobalFootprints footprints;
    private readonly Lazy<BitArray> reached;

    /// <param name="first">The state after the packages' initialization, not changed any more.</param>
    /// <param name="footprints">Which variables of packages code may use.</param>
    public PackageObjects(MachineState first, GlobalFootprints footprints)
    {
        (this.first, this.footprints) = (first, footprints);
        reached = new Lazy<BitArray>(Reached);
    }

    /// <summary>The heap at the beginning.</summary>
    public Heap Heap => first.Heap;

    /// <summary>True of one of these objects. O(1), but for the first time, which is O(objects).</summary>
    public bool Contains(int number) => PlaceOf(number) is var place and >= 0 && place < reached.Value.Length && reached.Value[place];

    private int PlaceOf(int number) => number < Heap.FrozenEnd ? number + Heap.GlobalEnd - 1 : -1;

    private BitArray Reached()
    {
        var marks = new BitArray(Heap.FrozenEnd + Heap.GlobalEnd);
        new ObjectWalk(first, footprints).From(Heap.Globals, number =>
        {
            if (PlaceOf(number) is not (>= 0 and var place) || marks[place])
            {
                return false;
            }

            return marks[place] = true;
        });
        return marks;
    }
}
