namespace Unpark.Cli.Terminals;

/// <summary>When output is coloured.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal that can, unless NO_COLOR says otherwise.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
