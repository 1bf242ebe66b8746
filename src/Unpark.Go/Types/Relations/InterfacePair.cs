namespace Unpark.Go.Types;

/// <summary>
/// A stack of pairs of interfaces that are being compared, to notice where a comparison comes back to itself.
/// </summary>
internal sealed class InterfacePair(InterfaceType x, InterfaceType y, InterfacePair? previous)
{
    private readonly InterfaceType x = x;
    private readonly InterfaceType y = y;
    private readonly InterfacePair? previous = previous;

    /// <summary>True if two interfaces are being compared already, in either order. O(depth).</summary>
    public static bool Contains(InterfacePair? pairs, InterfaceType x, InterfaceType y)
    {
        for (var pair = pairs; pair != null; pair = pair.previous)
        {
            if ((ReferenceEquals(pair.x, x) && ReferenceEquals(pair.y, y))
                || (ReferenceEquals(pair.x, y) && ReferenceEquals(pair.y, x)))
            {
                return true;
            }
        }

        return false;
    }
}
