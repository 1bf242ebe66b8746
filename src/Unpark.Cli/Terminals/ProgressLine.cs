using System.Diagnostics;

namespace Unpark.Cli.Terminals;

/// <summary>A line that says how far a long run is, on a terminal only. Safe to use from many threads.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private TimeSpan next = Patience;
    private bool shown;

    /// <summary>Makes a line that is not there yet: a short run shows none.</summary>
    public ProgressLine(Terminal terminal) => this.terminal = terminal;

    /// <summary>Shows how far the run is, unless it did a moment ago.</summary>
    public void Report(string doing, int done, int total)
    {
        if (!terminal.ErrorIsTerminal || clock.Elapsed < next || !gate.TryEnter())
        {
            return;
        }

        try
        {
            next = clock.Elapsed + Interval;
            shown = true;
            terminal.Error.Write($"{Ansi.EraseLine}{doing} {done}/{total}");
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (shown)
            {
                terminal.Error.Write(Ansi.EraseLine);
                shown = false;
            }

            next = TimeSpan.MaxValue;
        }
    }
}
