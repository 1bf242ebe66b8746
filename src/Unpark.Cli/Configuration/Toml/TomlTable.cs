namespace Unpark.Cli.Configuration.Toml;

/// <summary>A table: keys with their values, in the order of the document.</summary>
internal sealed record TomlTable(TomlPlace Place) : TomlValue(Place)
{
    private readonly Dictionary<string, (TomlPlace Place, TomlValue Value)> byKey = new(StringComparer.Ordinal);
    private readonly List<string> keys = [];

    /// <inheritdoc/>
    public override string Kind => "a table";

    /// <summary>The keys, in the order of the document.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>True once nothing may be added: an inline table, or one whose head has been read.</summary>
    public bool HasHead { get; set; }

    /// <summary>True for an inline table, and for one made by a dotted key, to which no head may add.</summary>
    public bool IsInline { get; set; }

    /// <summary>The value of a key, or null.</summary>
    public TomlValue? this[string key] => byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>Where a key stands.</summary>
    public TomlPlace PlaceOf(string key) => byKey[key].Place;

    /// <summary>Adds a key.</summary>
    public void Add(string key, TomlPlace place, TomlValue value)
    {
        byKey.Add(key, (place, value));
        keys.Add(key);
    }
}
