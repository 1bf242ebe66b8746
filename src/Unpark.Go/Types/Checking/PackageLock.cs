using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// A lock that may be entered again by whoever holds it, also when the holder's recursion has gone on on another thread
/// for want of stack (<see cref="StackGuard"/>).
/// </summary>
internal sealed class PackageLock
{
    private readonly object gate = new();
    private object? owner;
    private int depth;

    /// <summary>Waits until nobody else holds the lock, and takes it.</summary>
    public void Enter()
    {
        var me = StackGuard.CurrentExecution;
        if (ReferenceEquals(Volatile.Read(ref owner), me))
        {
            depth++;
            return;
        }

        Monitor.Enter(gate);
        Volatile.Write(ref owner, me);
        depth = 1;
    }

    /// <summary>Gives the lock back, as often as it was entered.</summary>
    public void Exit()
    {
        if (--depth == 0)
        {
            Volatile.Write(ref owner, null);
            Monitor.Exit(gate);
        }
    }
}
