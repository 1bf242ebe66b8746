namespace Unpark.Cli.Configuration.Toml;

/// <summary>A TOML document is not as it must be.</summary>
internal sealed class TomlException : Exception
{
    /// <summary>Makes one without a place.</summary>
    public TomlException()
    {
    }

    /// <summary>Makes one without a place.</summary>
    public TomlException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one without a place.</summary>
    public TomlException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that names a place.</summary>
    public TomlException(string message, TomlPlace place)
        : base(message) => Place = place;

    /// <summary>Where.</summary>
    public TomlPlace Place { get; }
}
