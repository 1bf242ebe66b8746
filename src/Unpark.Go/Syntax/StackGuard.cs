using System.Runtime.ExceptionServices;

namespace Unpark.Go.Syntax;

/// <summary>Lets a recursion go on where there is stack: deep source must not end the process.</summary>
public static class StackGuard
{
    private const int StackSize = 64 << 20;

    [ThreadStatic]
    private static object? execution;

    /// <summary>
    /// What tells this flow of execution from all others: the same on the threads that it goes on on for want of stack.
    /// </summary>
    internal static object CurrentExecution => execution ??= new object();

    /// <summary>
    /// Runs an action to its end on a fresh thread with a large stack; what it throws comes out here. The action should
    /// capture nothing: what captures a parameter costs an object at each call of the method around it, deep or not.
    /// </summary>
    /// <param name="state">What the action needs.</param>
    /// <param name="action">The action.</param>
    public static void Run<TState>(TState state, Action<TState> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        RunHere(() => action(state));
    }

    /// <summary>The same with a function; gives what it gives.</summary>
    /// <param name="state">What the function needs.</param>
    /// <param name="function">The function.</param>
    public static TResult Run<TState, TResult>(TState state, Func<TState, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        TResult? result = default;
        RunHere(() => result = function(state));
        return result!;
    }

    private static void RunHere(Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        var current = CurrentExecution;
        var thread = new Thread(
            () =>
            {
                try
                {
                    execution = current;
                    action();
                }
#pragma warning disable CA1031 // rethrown on the calling thread
                catch (Exception e)
#pragma warning restore CA1031
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }
}
