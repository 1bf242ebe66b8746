using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Type arguments, compared by what the types are.</summary>
/// <param name="Items">The types; default for none.</param>
internal readonly record struct ImmutableTypes(ImmutableArray<GoType> Items)
{
    public static ImmutableTypes None => default;

    public bool IsEmpty => Items.IsDefaultOrEmpty;

    public bool Equals(ImmutableTypes other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return IsEmpty == other.IsEmpty;
        }

        return Items.AsSpan().SequenceEqual(other.Items.AsSpan(), TypeIdentity.Comparer);
    }

    public override int GetHashCode()
    {
        var hash = 0;
        if (!IsEmpty)
        {
            foreach (var type in Items)
            {
                hash = HashCode.Combine(hash, TypeIdentity.Comparer.GetHashCode(type));
            }
        }

        return hash;
    }
}
