namespace Unpark.Analysis.S1Channels;

/// <summary>What happens where a receiver gives up.</summary>
internal enum DrainLeakKind
{
    /// <summary>The function returns.</summary>
    Return,

    /// <summary>The channel is closed.</summary>
    Close,

    /// <summary>The receiver waits for the senders to be done.</summary>
    Wait,

    /// <summary>The next iteration makes another channel.</summary>
    Remake,
}
