namespace Unpark.Cli.Configuration.Toml;

/// <summary>A string.</summary>
internal sealed record TomlString(TomlPlace Place, string Value) : TomlValue(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a string";
}
