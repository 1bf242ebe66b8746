using System.Runtime.ExceptionServices;

namespace Unpark.Go.Build;

/// <summary>
/// Runs work on threads of its own. Trees are walked recursively, and source may nest deeply: a stack that is large from
/// the start saves going on elsewhere in the middle of it. Only what is used of a stack takes memory.
/// </summary>
internal static class LargeStackThreads
{
    private const int StackSize = 256 << 20;

    /// <summary>Runs an action on several threads at once, and waits for all of them.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="action">What each of them does; the first exception comes out here, when all are done.</param>
    public static void Run(int count, Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        var threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            threads[i] = new Thread(Work, StackSize) { IsBackground = true, Name = "unpark worker" };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        thrown?.Throw();

        void Work()
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // rethrown on the calling thread
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref thrown, ExceptionDispatchInfo.Capture(e), null);
            }
        }
    }
}
