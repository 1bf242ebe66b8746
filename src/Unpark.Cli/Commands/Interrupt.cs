using System.Runtime.InteropServices;

namespace Unpark.Cli.Commands;

/// <summary>
/// Ends a run when it is interrupted: work is asked to stop, and the process ends a moment later whether it did or not,
/// unless files are being written or other processes are being ended.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly SemaphoreSlim exit = new(1, 1);
    private volatile bool isAttended;
    private int exitCode;

    /// <summary>Cancelled when the run is interrupted.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code of an interrupted run: 128 and the signal's number.</summary>
    public int ExitCode => exitCode;

    /// <summary>Listens to Ctrl-C and to being asked to terminate.</summary>
    public void Listen()
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 130)));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 143)));
    }

    /// <summary>Does something that must not end half-way.</summary>
    public T Uninterrupted<T>(Func<T> action)
    {
        exit.Wait();
        try
        {
            return action();
        }
        finally
        {
            exit.Release();
        }
    }

    /// <summary>Does something that ends by itself when the token is cancelled, and whose result counts then too.</summary>
    public T Attended<T>(Func<T> action)
    {
        isAttended = true;
        try
        {
            return action();
        }
        finally
        {
            isAttended = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
        exit.Dispose();
    }

    private void Stop(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        exitCode = code;
        try
        {
            source.Cancel();
            if (isAttended)
            {
                return;
            }

            // The signal handler's own thread waits, so that it works whatever the others are at.
            Thread.Sleep(Patience);
            exit.Wait();
        }
        catch (ObjectDisposedException)
        {
            // The run has come to its end meanwhile.
            return;
        }

        Environment.Exit(code);
    }
}
