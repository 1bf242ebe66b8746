namespace Unpark.Cli.Terminals;

/// <summary>What a stretch of output is, which decides its colour.</summary>
internal enum TextStyle
{
    /// <summary>Running text.</summary>
    Plain,

    /// <summary>Headings and paths.</summary>
    Strong,

    /// <summary>A finding's rule, and the caret under its code.</summary>
    Finding,

    /// <summary>A step of the reason, and the caret under its code.</summary>
    Step,

    /// <summary>Line numbers and other furniture.</summary>
    Faint,

    /// <summary>Something to do about it; added lines.</summary>
    Good,

    /// <summary>What went wrong; removed lines.</summary>
    Bad,

    /// <summary>Code in running text.</summary>
    Code,
}
