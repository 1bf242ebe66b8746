using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unpark.Go.Syntax;

/// <summary>Collects the elements of lists while they nest: each list is the top of one stack until it is taken off.</summary>
internal sealed class NodeStack
{
    // Of objects, not nodes: storing into an array of the root class needs no check of the element's type.
    private object[] items = new object[256];

    /// <summary>The number of elements on the stack.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an element on top.</summary>
    public void Push(object node)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, items.Length * 2);
        }

        items[Count++] = node;
    }

    /// <summary>The element at an index from the bottom.</summary>
    public object this[int index] => items[index];

    /// <summary>Takes the top off the stack; it must be a <typeparamref name="T"/>.</summary>
    public T Pop<T>()
        where T : class
        => Unsafe.As<T>(items[--Count]);

    /// <summary>Takes the elements from an index on off the stack; all of them must be <typeparamref name="T"/>s.</summary>
    public ImmutableArray<T> Take<T>(int from)
        where T : class
    {
        var length = Count - from;
        if (length == 0)
        {
            return [];
        }

        // The elements are known to be Ts. What is left behind on the stack lives no longer than the parse.
        ref var first = ref Unsafe.As<object, T>(ref items[from]);
        T[] array;
        if (length == 1)
        {
            array = new T[1];
            MemoryMarshal.GetArrayDataReference(array) = first;
        }
        else
        {
            array = MemoryMarshal.CreateReadOnlySpan(ref first, length).ToArray();
        }

        Count = from;
        return ImmutableCollectionsMarshal.AsImmutableArray(array);
    }
}
