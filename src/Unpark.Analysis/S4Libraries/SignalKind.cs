namespace Unpark.Analysis.S4Libraries;

/// <summary>How a goroutine learns that it is to end.</summary>
internal enum SignalKind : byte
{
    /// <summary>A channel is closed, or something is sent on it.</summary>
    Channel,

    /// <summary>A context is cancelled: its cancel function is called.</summary>
    Context,

    /// <summary>A connection or the like is closed: what is read from it fails.</summary>
    Connection,

    /// <summary>A flag is set.</summary>
    Flag,
}
