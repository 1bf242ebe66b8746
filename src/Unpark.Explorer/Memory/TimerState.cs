namespace Unpark.Explorer;

/// <summary>Whether a channel is that of a timer or ticker, and what it does.</summary>
internal enum TimerState : byte
{
    /// <summary>It is an ordinary channel.</summary>
    None,

    /// <summary>Its time may come at any moment: once.</summary>
    Armed,

    /// <summary>Its time may come at any moment, again and again.</summary>
    Ticking,

    /// <summary>Its time has come, or it was stopped.</summary>
    Stopped,
}
