using System.Collections.Immutable;
using System.Globalization;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.GoTest;
using Unpark.Profiles;

namespace Unpark.Cli.Running;

/// <summary>Tells which goroutines of a program that is built already leak or may, and what could not be seen.</summary>
internal sealed class BuiltProgramReport
{
    private readonly Terminal terminal;
    private readonly bool isJson;
    private readonly string name;
    private readonly string folder;
    private readonly DiagnosisOptions diagnosis;
    private readonly Func<ImmutableArray<DiagnosedGroup>, ImmutableArray<ExplainedGroup>> explain;
    private bool leaks;

    /// <summary>Makes one.</summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="isJson">Whether it is for programs.</param>
    /// <param name="name">How the program was named.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="diagnosis">What makes goroutines suspect.</param>
    /// <param name="explain">Joins groups with their source.</param>
    public BuiltProgramReport(Terminal terminal, bool isJson, string name, string folder, DiagnosisOptions diagnosis,
        Func<ImmutableArray<DiagnosedGroup>, ImmutableArray<ExplainedGroup>> explain)
        => (this.terminal, this.isJson, this.name, this.folder, this.diagnosis, this.explain) = (terminal, isJson, name, folder, diagnosis, explain);

    /// <summary>Writes it.</summary>
    /// <returns>The exit code: the program's, or 1 if goroutines leak or may, or 2 if nothing is known of any.</returns>
    public int Write(BuiltProgramResult result)
    {
        var isKnown = false;
        foreach (var process in result.Processes)
        {
            if (process is { Before: { } before, After: { } after })
            {
                Compare(result, process, before, after);
                isKnown = true;
            }

            if (process.Dump is { } dump)
            {
                Show(result, process, dump);
                isKnown = true;
            }
        }

        terminal.Flush();
        Say(result, isKnown);
        return result.ExitCode != 0 ? result.ExitCode : leaks ? 1 : isKnown ? 0 : Commands.UnparkCommand.CouldNotRun;
    }

    private void Compare(BuiltProgramResult result, WatchedGoProcess process, Profile before, Profile after)
    {
        var compared = ProfileDiff.Of([before, after], new DiffOptions { Diagnosis = diagnosis });
        var present = compared.Where(g => g.Counts[^1] > 0).Select(g => g.Diagnosed).ToImmutableArray();
        var of = NameOf(result, process);
        var paths = new PathDisplay(folder);
        var view = new DiffView([new NamedProfile(of, before), new NamedProfile(of, after)], compared,
            explain(present).ToImmutableDictionary(g => g.Group), paths);
        // What can never go on leaks, whether it began before the first profile or later.
        var old = compared.Where(g => g.Change < GroupChange.Grown && g.Counts[^1] > 0 && g.Diagnosed.Verdict == Verdict.Leaked).ToArray();
        leaks |= old.Length > 0 || compared.Any(IsMore);
        if (isJson)
        {
            DiffJsonReporter.Write(terminal, view);
            return;
        }

        Head($"{of}: goroutines when it had started up, and {(process.IsFinished ? $"after {Seconds(result.Elapsed)}" : "when it was last asked before it ended")}:");
        new DiffTextReporter(terminal, view).Write(all: false);
        if (old.Length > 0)
        {
            terminal.Out.WriteLine();
            terminal.Out.WriteLine("Leaked since it started up:");
            new ProfileTextReporter(terminal, new ProfileView(of, after with { Goroutines = old.Sum(g => g.Counts[^1]) }, [.. old.Select(view.Of)], paths))
                .Write(all: false, expanded: 1);
        }
    }

    // More connections that are open, and the like, are what a load looks like, as long as they are not too many.
    private static bool IsMore(ComparedGroup group) => group.Change >= GroupChange.Grown
        && !(group.Diagnosed is { Benign: not null, Signature.Until: null });

    private void Show(BuiltProgramResult result, WatchedGoProcess process, Profile dump)
    {
        var of = NameOf(result, process);
        var view = new ProfileView(of, dump, explain(ProfileDiagnosis.Of(dump, diagnosis)), new PathDisplay(folder));
        leaks |= view.ExitCode != 0;
        if (isJson)
        {
            ProfileJsonReporter.Write(terminal, view);
            return;
        }

        Head(result.Killed ? $"{of}: goroutines when it was killed, since it did not end:" : $"{of}: goroutines after {Seconds(result.Elapsed)}, when it was told to quit:");
        new ProfileTextReporter(terminal, view).Write(all: result.Killed, expanded: view.Groups.IsEmpty || (view.ExitCode == 0 && !result.Killed) ? 0 : 1);
    }

    private void Say(BuiltProgramResult result, bool isKnown)
    {
        if (result.Killed)
        {
            terminal.WriteError($"{name} did not end after the signal and was killed");
        }

        if (result.StillRunning > 0)
        {
            terminal.WriteError($"{(result.StillRunning == 1 ? "1 process" : $"{result.StillRunning} processes")} that {name} had started "
                + $"{(result.StillRunning == 1 ? "was" : "were")} still running when it had ended, and {(result.StillRunning == 1 ? "was" : "were")} killed");
        }

        if (result.Processes.IsEmpty)
        {
            terminal.WriteError($"{name}: no Go program was seen: neither it nor what it started has Go's build information");
            return;
        }

        foreach (var process in result.Processes.Where(p => p.Before is null && p.Dump is null))
        {
            terminal.WriteError($"{NameOf(result, process)}: what its goroutines did is not known: {WhyNot(result, process)}");
        }

        if (isKnown && !isJson)
        {
            terminal.Error.WriteLine(DisplayText.Safe(result.End == ProgramEnd.Quit
                ? "That is one moment: nothing to compare it with, and no shutdown, which SIGQUIT takes the place of."
                : "That is up to the shutdown: what is left when main returns is not seen in a program that is built already.") + Hint(result.Processes[0].Process.Executable));
        }
    }

    private static string WhyNot(BuiltProgramResult result, WatchedGoProcess process)
    {
        if (process.Address is { } address)
        {
            return $"it ended before a first profile was taken of {address}";
        }

        var without = process.Process.Executable.HasProfiles ? "it serves net/http/pprof at no port that was found (--pprof says where)" : "it has no net/http/pprof";
        return result.End switch
        {
            ProgramEnd.Itself or ProgramEnd.Terminal => $"{without}, and ended before it could be told to print its stacks (--for says when)",
            ProgramEnd.Signal => $"{without}, and the signal that it was told to end by leaves no place for SIGQUIT, at which it would print its stacks and end",
            _ => $"{without}, and printed no stacks at SIGQUIT: it takes that for something else, or its standard error goes elsewhere",
        };
    }

    // A program of the module at hand can be built anew.
    private string Hint(GoExecutable executable)
    {
        for (var at = folder; executable is { Package: { } package, Module: { } module } && at is not null; at = Path.GetDirectoryName(at))
        {
            var path = Path.Combine(at, "go.mod");
            if (!File.Exists(path))
            {
                continue;
            }

            var names = File.ReadLines(path).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(l => l is ["module", ..]);
            var home = Path.Combine(at, package.Length > module.Length ? package[(module.Length + 1)..] : "");
            return names is [_, var own, ..] && own.Trim('"') == module && package.StartsWith(module, StringComparison.Ordinal) && Directory.Exists(home)
                ? $" \"unpark run {(Path.GetRelativePath(folder, home) is var relative && relative == "." ? "." : relative.StartsWith("..", StringComparison.Ordinal) ? relative : "./" + relative)}\" builds it and shows that." : "";
        }

        return "";
    }

    private string NameOf(BuiltProgramResult result, WatchedGoProcess process) => process == result.Processes[0] ? name
        : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(process.Process.Executable.Path)} (process {process.Process.Id})");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    private void Head(string text)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, DisplayText.Safe(text)));
    }
}
