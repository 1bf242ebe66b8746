namespace Unpark.Cli.Configuration.Toml;

/// <summary>A place in a TOML document.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in characters, counted from 1.</param>
internal readonly record struct TomlPlace(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}";
}
