using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>What somebody waits for who holds a lock.</summary>
/// <param name="Function">The function that ends the wait.</param>
/// <param name="Signal">The act that ends it.</param>
/// <param name="Need">How the function takes the lock before.</param>
/// <param name="Confidence">How sure it is that both meet.</param>
internal sealed record WaitPartner(FlowFunction Function, LockAct Signal, ActChain Need, Confidence Confidence)
{
    /// <summary>True if the wait begins only when the buffer of the channel is full.</summary>
    public bool IsBuffered { get; init; }
}
