namespace Unpark.Cli.Configuration.Toml;

/// <summary>True or false.</summary>
internal sealed record TomlBoolean(TomlPlace Place, bool Value) : TomlValue(Place)
{
    /// <inheritdoc/>
    public override string Kind => "true or false";
}
