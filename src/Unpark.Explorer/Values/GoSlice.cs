namespace Unpark.Explorer;

/// <summary>A slice that is not nil: a part of an array in the heap. Immutable; the elements are not.</summary>
/// <param name="Object">The number of the object that holds the array.</param>
/// <param name="Offset">The cell of the first element.</param>
/// <param name="Length">How many elements it has.</param>
/// <param name="Capacity">How many elements there are from the first one on.</param>
internal sealed record GoSlice(int Object, int Offset, int Length, int Capacity);
