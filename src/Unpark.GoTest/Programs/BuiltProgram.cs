using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Unpark.GoTest;

/// <summary>
/// A program that is built already, running: whatever it is, and whatever it starts. Its input and output are those of this
/// process, and what it writes to standard error passes through, since a Go program prints its stacks there.
/// </summary>
public sealed class BuiltProgram : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Process process;
    private readonly ProcessTree tree;
    private readonly SignalWitness witness = new();
    private readonly Stream errors;
    private readonly Dictionary<string, GoExecutable?> executables = new(StringComparer.Ordinal);
    private readonly Lock guard = new();
    private MemoryStream? dump;
    private long lastWrite = Stopwatch.GetTimestamp();

    private BuiltProgram(ProcessStartInfo start, Stream errors)
    {
        this.errors = errors;
        try
        {
            process = GoCommand.Start(start);
        }
        catch
        {
            witness.Dispose();
            throw;
        }

        tree = new ProcessTree(process);
        // Who has taken the stream over may hold it longer than the program lives.
        Task.Run(Pass);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="errors">Where its standard error goes.</param>
    /// <exception cref="GoTestException">It cannot be started.</exception>
    public static BuiltProgram Start(string file, ImmutableArray<string> arguments, string folder, Stream errors)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        // With "none" it would print no stacks.
        if (start.Environment.TryGetValue("GOTRACEBACK", out var level) is false || level is "none" or "0" or "")
        {
            start.Environment["GOTRACEBACK"] = "all";
        }

        return new BuiltProgram(start, errors);
    }

    /// <summary>The number of its process.</summary>
    public int Id => process.Id;

    /// <summary>True if it has ended; what it has started may go on.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Its exit code when it has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>True if a signal that has come to this process has come to the program too, as Ctrl-C at the terminal does.</summary>
    public bool HasSeenSignal => witness.HasSeenSignal;

    /// <summary>Waits until it ends, or for a time.</summary>
    public bool WaitForEnd(TimeSpan time) => process.WaitForExit(time);

    /// <summary>The Go programs among it and what it has started, as far as they run and the system lets them be seen.</summary>
    public ImmutableArray<GoProcess> GoProcesses()
    {
        var found = ImmutableArray.CreateBuilder<GoProcess>();
        foreach (var number in (int[])[process.Id, .. tree.Descendants()])
        {
            if (!(number == process.Id && process.HasExited) && PathOf(number) is { } path)
            {
                if (!executables.TryGetValue(path, out var executable))
                {
                    executables.Add(path, executable = GoExecutable.Of(path));
                }

                if (executable is not null)
                {
                    found.Add(new GoProcess(number, executable));
                }
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="signal">The name, with SIG or without.</param>
    /// <exception cref="GoTestException">There is no such signal.</exception>
    public void Signal(string signal)
    {
        var number = NumberOf(signal);
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        Signals.Send(process.Id, number);
    }

    /// <summary>The number of a signal.</summary>
    /// <exception cref="GoTestException">There is no such signal.</exception>
    public static int NumberOf(string signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return Signals.Number(signal) ?? throw new GoTestException($"there is no signal {signal}: there are HUP, INT, QUIT, TERM, USR1, USR2 and KILL");
    }

    /// <summary>
    /// The stacks of a Go program's goroutines, which it prints at SIGQUIT, and ends with; null if it prints none: it takes the
    /// signal for something else, or its standard error goes elsewhere.
    /// </summary>
    /// <param name="of">The process.</param>
    /// <param name="patience">How long it may take.</param>
    public string? Dump(GoProcess of, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(of);
        lock (guard)
        {
            dump = new MemoryStream();
        }

        Signals.Send(of.Id, Signals.Quit);
        var start = Stopwatch.GetTimestamp();
        while (IsRunning(of.Id) && Stopwatch.GetElapsedTime(start) < patience)
        {
            Thread.Sleep(Silence / 5);
        }

        // The last of it may still be in the pipe.
        long last;
        do
        {
            Thread.Sleep(Silence);
            last = Interlocked.Read(ref lastWrite);
        }
        while (Stopwatch.GetElapsedTime(last) < Silence);

        byte[] printed;
        lock (guard)
        {
            printed = dump!.ToArray();
            dump = null;
        }

        var text = Encoding.UTF8.GetString(printed);
        var at = text.IndexOf("SIGQUIT: quit\n", StringComparison.Ordinal);
        var isDump = at >= 0 && text.Contains("\ngoroutine ", StringComparison.Ordinal);
        var before = isDump ? Encoding.UTF8.GetByteCount(text.AsSpan(0, at)) : printed.Length;
        Write(printed.AsSpan(0, before));
        return isDump ? text[at..] : null;
    }

    /// <summary>Kills it, if it has not ended, and what it has started and still runs a moment later.</summary>
    /// <returns>How many of these there were.</returns>
    public int Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        var start = Stopwatch.GetTimestamp();
        var others = tree.Descendants();
        for (; others.Count > 0 && Stopwatch.GetElapsedTime(start) < Grace; others = tree.Descendants())
        {
            Thread.Sleep(Silence / 5);
        }

        foreach (var number in others)
        {
            Signals.Send(number, Signals.Kill);
        }

        return others.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        witness.Dispose();
        process.Dispose();
    }

    private bool IsRunning(int number) => number == process.Id ? !process.HasExited : tree.Descendants().Contains(number);

    private string? PathOf(int number)
    {
        try
        {
            const string Deleted = " (deleted)";
            if (OperatingSystem.IsLinux())
            {
                var target = new FileInfo($"/proc/{number}/exe").LinkTarget;
                return target?.EndsWith(Deleted, StringComparison.Ordinal) is true ? $"/proc/{number}/exe" : target;
            }

            return number == process.Id ? process.StartInfo.FileName : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Pass()
    {
        var buffer = new byte[1 << 14];
        try
        {
            int read;
            var from = process.StandardError.BaseStream;
            while ((read = from.Read(buffer)) > 0)
            {
                Interlocked.Exchange(ref lastWrite, Stopwatch.GetTimestamp());
                lock (guard)
                {
                    if (dump is not null)
                    {
                        dump.Write(buffer.AsSpan(0, read));
                    }
                    else
                    {
                        Write(buffer.AsSpan(0, read));
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody reads it any more.
        }
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        errors.Write(text);
        errors.Flush();
    }
}
