using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// The instances of one generic type that are in use, so that equal ones are the same object. They are held weakly: a
/// type of a long-lived package must not keep alive the types of others it was once instantiated with.
/// </summary>
internal sealed class InstanceTable
{
    private readonly Lock gate = new();
    private Entry?[] buckets = new Entry?[4];
    private int count;

    /// <summary>The instance with type arguments written in the same way. O(size of the type arguments).</summary>
    public NamedType GetOrAdd(NamedType origin, ImmutableArray<GoType> typeArgs)
    {
        var hash = TypeSpelling.Hash(typeArgs);
        lock (gate)
        {
            for (var entry = buckets[hash & (buckets.Length - 1)]; entry != null; entry = entry.Next)
            {
                if (entry.Hash == hash && entry.Instance.TryGetTarget(out var known)
                    && TypeSpelling.Same(known.TypeArgs, typeArgs))
                {
                    return known;
                }
            }

            if (count >= buckets.Length * 2)
            {
                Grow();
            }

            var instance = new NamedType(origin, typeArgs);
            ref var bucket = ref buckets[hash & (buckets.Length - 1)];
            bucket = new Entry(hash, new WeakReference<NamedType>(instance), bucket);
            count++;
            return instance;
        }
    }

    // Drops what is not in use any more, and makes room if that was not much.
    private void Grow()
    {
        var alive = new List<Entry>(count);
        foreach (var bucket in buckets)
        {
            for (var entry = bucket; entry != null; entry = entry.Next)
            {
                if (entry.Instance.TryGetTarget(out _))
                {
                    alive.Add(entry);
                }
            }
        }

        var size = alive.Count > buckets.Length ? buckets.Length * 4 : buckets.Length;
        buckets = new Entry?[size];
        count = alive.Count;
        foreach (var entry in alive)
        {
            ref var bucket = ref buckets[entry.Hash & (size - 1)];
            bucket = new Entry(entry.Hash, entry.Instance, bucket);
        }
    }

    private sealed class Entry(int hash, WeakReference<NamedType> instance, Entry? next)
    {
        public int Hash { get; } = hash;

        public WeakReference<NamedType> Instance { get; } = instance;

        public Entry? Next { get; } = next;
    }
}
