namespace Unpark.Analysis.S1Channels;

/// <summary>What a step of a goroutine does with the channel that is looked at.</summary>
internal enum PartyEventKind
{
    /// <summary>The channel is made.</summary>
    Make,

    /// <summary>The variable is set to nil.</summary>
    Drop,

    /// <summary>A send.</summary>
    Send,

    /// <summary>A receive.</summary>
    Receive,

    /// <summary>The channel is closed.</summary>
    Close,

    /// <summary>Another goroutine that uses the channel is started.</summary>
    Start,

    /// <summary>A range over the channel, in a function that is called.</summary>
    Range,
}
