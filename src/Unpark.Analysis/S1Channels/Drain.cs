using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>How far the values that goroutines send are received on a path of the receiver.</summary>
/// <param name="Sent">How many values have to be received, up to <see cref="SendCount.Many"/>.</param>
/// <param name="Received">How many were, up to <see cref="SendCount.Many"/>.</param>
/// <param name="IsDone">True if nothing is left to receive, or that is not known.</param>
/// <param name="Closes">True if a deferred call closes the channel.</param>
/// <param name="IsLast">True if the last thing the path did was to receive: it may leave because of what it got.</param>
internal readonly record struct Drain(byte Sent, byte Received, bool IsDone, bool Closes, bool IsLast)
{
    /// <summary>True if a deferred call receives what is left.</summary>
    public bool IsDrainedAtEnd { get; init; }

    /// <summary>True if a goroutine may wait for ever with its send.</summary>
    public bool LeavesSender(int capacity) =>
        !IsDone && !IsDrainedAtEnd && Sent > 0 && (Sent == SendCount.Many
            ? Received < SendCount.Many && capacity < 2
            : (long)Sent > (long)Received + capacity);
}
