namespace Unpark.Analysis.S1Channels;

/// <summary>How a function literal is run.</summary>
internal enum LiteralRun
{
    /// <summary>It is a value that somebody else may call.</summary>
    Unknown,

    /// <summary>It is called where it is written.</summary>
    Called,

    /// <summary>It is called when the function returns.</summary>
    Deferred,

    /// <summary>It is a goroutine of its own.</summary>
    Started,
}
