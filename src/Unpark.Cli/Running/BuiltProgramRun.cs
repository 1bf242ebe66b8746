using System.Collections.Immutable;
using System.Diagnostics;
using Unpark.Cli.Profiling;
using Unpark.GoTest;

namespace Unpark.Cli.Running;

/// <summary>Runs a program that is built already, watches its goroutines as far as it shows them, and tells it to end.</summary>
/// <param name="options">What to run.</param>
/// <param name="errors">Where the program's standard error goes.</param>
/// <param name="stop">Tells the program to end.</param>
internal sealed class BuiltProgramRun(BuiltProgramOptions options, Stream errors, CancellationToken stop)
{
    private const int SignalBase = 128;
    private const int Killed = SignalBase + 9;

    // A server on this machine that is asked for a profile answers at once, or is busy with its end.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LateTick = TimeSpan.FromMilliseconds(500);

    private readonly ProfileSource source = new(options.Folder, AnswerTime);
    private readonly ProfileInputs inputs = new(options.Folder, AnswerTime, CancellationToken.None);
    private readonly List<WatchedGoProcess> processes = [];

    /// <summary>Runs it.</summary>
    /// <exception cref="GoTestException">It cannot be started.</exception>
    public BuiltProgramResult Run()
    {
        BuiltProgram.NumberOf(options.Signal);
        using var program = BuiltProgram.Start(options.File, options.Arguments, options.Folder, errors);
        var start = Stopwatch.GetTimestamp();
        var looked = long.MinValue;
        while (!program.WaitForEnd(Tick))
        {
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (stop.IsCancellationRequested || elapsed >= options.Duration)
            {
                return End(program, elapsed);
            }

            if (elapsed < Early || Stopwatch.GetElapsedTime(looked) >= LateTick)
            {
                Look(program);
                looked = Stopwatch.GetTimestamp();
            }
        }

        var ended = Stopwatch.GetElapsedTime(start);
        return new BuiltProgramResult(program.ExitCode, false, ended, [.. processes], ProgramEnd.Itself, program.Kill());
    }

    private void Look(BuiltProgram program)
    {
        foreach (var process in program.GoProcesses())
        {
            if (processes.FirstOrDefault(p => p.Process == process) is not { } watched)
            {
                // The address that is given is that of the program itself, or of what it is only the beginning of.
                var address = process.Id == program.Id || processes.Count == 0 || options.Profiles == "none" ? options.Profiles : null;
                processes.Add(watched = new WatchedGoProcess(process, source, inputs, address, options.Warmup));
            }

            watched.Look();
        }
    }

    private BuiltProgramResult End(BuiltProgram program, TimeSpan elapsed)
    {
        // Ctrl-C at the terminal has come to the program too; what it shows now is its shutdown.
        var end = stop.IsCancellationRequested && program.HasSeenSignal ? ProgramEnd.Terminal : ProgramEnd.Signal;
        if (end == ProgramEnd.Signal)
        {
            Look(program);
            processes.ForEach(p => p.Finish(options.Settle));
            end = Quit(program) ? ProgramEnd.Quit : end;
            if (!program.HasEnded)
            {
                program.Signal(options.Signal);
            }
        }

        var hasEnded = program.WaitForEnd(options.Patience);
        if (!hasEnded)
        {
            foreach (var process in Running(program).Where(p => p.Dump is null))
            {
                process.Ask(program, AnswerTime);
            }
        }

        var others = program.Kill();
        // That what was done to end it has done so is no failure.
        var isOurs = end == ProgramEnd.Quit || (end == ProgramEnd.Signal && program.ExitCode == SignalBase + BuiltProgram.NumberOf(options.Signal));
        return new BuiltProgramResult(!hasEnded ? Killed : isOurs ? 0 : program.ExitCode, !hasEnded, elapsed, [.. processes], end, hasEnded ? others : 0);
    }

    // Go programs without profiles show their goroutines when they are told to quit, and end with that.
    private bool Quit(BuiltProgram program)
    {
        var running = Running(program);
        if (options.IsSignalWanted || running.Any(p => p.Process.Id == program.Id && p.Before is not null))
        {
            return false;
        }

        foreach (var process in running.Where(p => p.Before is null))
        {
            process.Ask(program, options.Patience);
        }

        return processes.Any(p => p.Dump is not null);
    }

    private ImmutableArray<WatchedGoProcess> Running(BuiltProgram program)
    {
        var running = program.GoProcesses();
        return [.. processes.Where(p => running.Contains(p.Process))];
    }
}
