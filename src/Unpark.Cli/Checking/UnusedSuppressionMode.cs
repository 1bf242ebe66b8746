namespace Unpark.Cli.Checking;

/// <summary>What becomes of comments that suppress nothing.</summary>
internal enum UnusedSuppressionMode
{
    /// <summary>They are not reported.</summary>
    Off,

    /// <summary>They are reported, and change no exit code.</summary>
    Note,

    /// <summary>They are reported, and count as findings do.</summary>
    Error,
}
