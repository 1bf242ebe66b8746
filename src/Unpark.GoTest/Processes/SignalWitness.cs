using System.Diagnostics;

namespace Unpark.GoTest;

/// <summary>
/// Tells whether a signal was meant for this process alone, or came to all of its group, as from the terminal: a process that
/// does nothing but wait in the same group has ended then.
/// </summary>
internal sealed class SignalWitness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly Process? waiting;

    /// <summary>Begins to watch.</summary>
    public SignalWitness()
    {
        // It ends with its input, and so with this process in any case.
        waiting = OperatingSystem.IsWindows() ? null : GoCommand.Start(new ProcessStartInfo("cat")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    /// <summary>True if a signal that this process has got came to the others in its group too.</summary>
    public bool HasSeenSignal => waiting?.WaitForExit(Patience) ?? true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (waiting is null)
        {
            return;
        }

        try
        {
            waiting.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        waiting.WaitForExit();
        waiting.Dispose();
    }
}
