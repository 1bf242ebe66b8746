namespace Unpark.Explorer;

/// <summary>A map. Keys are found by <see cref="ValueComparer"/> and ranged over in the order in which they came.</summary>
internal sealed class MapObject : HeapObject
{
    private readonly Dictionary<Value, Value> items;

    public MapObject(long owner)
        : this(owner, new Dictionary<Value, Value>(ValueComparer.Instance))
    {
    }

    private MapObject(long owner, Dictionary<Value, Value> items)
        : base(owner)
    {
        this.items = items;
    }

    public int Count => items.Count;

    public override int Size => 2 * items.Count;

    public IEnumerable<KeyValuePair<Value, Value>> Items => items;

    public bool TryGet(Value key, out Value value) => items.TryGetValue(key, out value);

    public void Set(Value key, Value value) => items[key] = value;

    public void Remove(Value key) => items.Remove(key);

    public void Clear() => items.Clear();

    public override HeapObject Copy(long owner) =>
        new MapObject(owner, new Dictionary<Value, Value>(items, ValueComparer.Instance)) { IsExternal = IsExternal };
}
