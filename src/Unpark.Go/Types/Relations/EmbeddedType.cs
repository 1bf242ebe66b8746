using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Unpark.Go.Types;

/// <summary>The type of an embedded field, reached from another type through the fields around it.</summary>
internal sealed class EmbeddedType(GoType type, EmbeddedType? outer, int field, bool indirect)
{
    /// <summary>
    /// How many instances of generic types may be embedded in a type: more there are only where a type embeds larger and
    /// larger instances of itself, which no Go compiler accepts.
    /// </summary>
    public const int MaxInstances = 100;

    private readonly EmbeddedType? outer = outer;
    private readonly int field = field;

    /// <summary>The type, without the pointer it may be embedded by.</summary>
    public GoType Type { get; } = type;

    /// <summary>True if there is a pointer on the way.</summary>
    public bool Indirect { get; } = indirect;

    /// <summary>True if there are several ways of the same length to the type.</summary>
    public bool Multiple { get; set; }

    /// <summary>The way from the outermost type to a field or method of this one.</summary>
    public ImmutableArray<int> Path(int index)
    {
        var length = 1;
        for (var at = this; at.outer != null; at = at.outer)
        {
            length++;
        }

        if (length == 1)
        {
            return Lookup.IndexOf(index);
        }

        var path = new int[length];
        path[--length] = index;
        for (var at = this; at.outer != null; at = at.outer)
        {
            path[--length] = at.field;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(path);
    }

    /// <summary>Keeps of identical types the first only, and marks it.</summary>
    public static void Consolidate(List<EmbeddedType> list)
    {
        var kept = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var entry = list[i];
            var other = -1;
            for (var j = 0; j < kept; j++)
            {
                if (TypeRelations.Identical(list[j].Type, entry.Type))
                {
                    other = j;
                    break;
                }
            }

            if (other >= 0)
            {
                list[other].Multiple = true;
            }
            else
            {
                list[kept++] = entry;
            }
        }

        list.RemoveRange(kept, list.Count - kept);
    }
}
