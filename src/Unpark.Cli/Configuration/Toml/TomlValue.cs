namespace Unpark.Cli.Configuration.Toml;

/// <summary>A value of a TOML document.</summary>
/// <param name="Place">Where it begins.</param>
internal abstract record TomlValue(TomlPlace Place)
{
    /// <summary>What kind of value it is, with its article.</summary>
    public abstract string Kind { get; }
}
