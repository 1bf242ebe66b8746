namespace Unpark.Cli.Configuration.Toml;

/// <summary>A list of values, or of the tables of one <c>[[name]]</c>.</summary>
internal sealed record TomlArray(TomlPlace Place, List<TomlValue> Items, bool OfTables) : TomlValue(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}
