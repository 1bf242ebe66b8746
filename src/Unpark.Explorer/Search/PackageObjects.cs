using System.Collections;

namespace Unpark.Explorer;

/// <summary>
/// The objects that variables of packages led to when an exploration began. Code that is not explored may have kept them, so
/// they count as within its reach whatever becomes of the variables.
/// </summary>
internal sealed class PackageObjects
{
    private readonly MachineState first;
    private readonly CodeLibrary library;
    private readonly Lazy<BitArray> reached;
    private readonly Lazy<BitArray> reachedByOthers;

    /// <param name="first">The state after the packages' initialization, not changed any more.</param>
    /// <param name="library">The packages.</param>
    public PackageObjects(MachineState first, CodeLibrary library)
    {
        (this.first, this.library) = (first, library);
        reached = new Lazy<BitArray>(() => Reached(Heap.Globals));
        reachedByOthers = new Lazy<BitArray>(() => Reached(Heap.Globals.Where(IsOfOthers)));
    }

    /// <summary>The heap at the beginning.</summary>
    public Heap Heap => first.Heap;

    /// <summary>Which variables of packages code may use.</summary>
    public GlobalFootprints Footprints => library.Footprints;

    /// <summary>True of one of these objects. O(1), but for the first time, which is O(objects).</summary>
    public bool Contains(int number) => Has(reached, number);

    /// <summary>True of one that variables of packages led to that are not explored.</summary>
    public bool IsReachedByOthers(int number) => Has(reachedByOthers, number);

    /// <summary>
    /// What is to be walked from for all that packages which are not explored can reach and that is not as it was at first:
    /// their variables, and what these led to.
    /// </summary>
    public IEnumerable<int> ChangedOfOthers(Heap heap) =>
        heap.Changed.Where(IsReachedByOthers).Concat(heap.NewGlobals.Where(IsOfOthers));

    private bool IsOfOthers(int global) => library.Global(global).Package?.Path is { } path && !library.IsExplored(path);

    private bool Has(Lazy<BitArray> marks, int number) =>
        PlaceOf(number) is var place and >= 0 && place < marks.Value.Length && marks.Value[place];

    private int PlaceOf(int number) => number < Heap.FrozenEnd ? number + Heap.GlobalEnd - 1 : -1;

    private BitArray Reached(IEnumerable<int> globals)
    {
        var marks = new BitArray(Heap.FrozenEnd + Heap.GlobalEnd);
        new ObjectWalk(first, this).From(globals, number =>
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
