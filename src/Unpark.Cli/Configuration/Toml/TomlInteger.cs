namespace Unpark.Cli.Configuration.Toml;

/// <summary>A whole number.</summary>
internal sealed record TomlInteger(TomlPlace Place, long Value) : TomlValue(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a number";
}
