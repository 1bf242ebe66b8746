using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Running;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.GoTest;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark run</c>.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string[]> arguments = new("arguments")
    {
        Description = "Flags of go build and the package of the program, or the file of one that is built already, and its own arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> duration = new("--for")
    {
        Description = "Tell the program to end after this time; otherwise it ends by itself, or by Ctrl-C",
        HelpName = "duration",
    };

    private readonly Option<string> signal = new("--signal")
    {
        Description = "The signal that tells it to end",
        HelpName = "name",
        DefaultValueFactory = _ => "TERM",
    };

    private readonly Option<string> settle = new("--settle")
    {
        Description = "How long goroutines may take to end after main has returned; in a program that is built already, before it is told to end",
        HelpName = "duration",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Option<string> patience = new("--patience")
    {
        Description = "How long the program may take to end after the signal, before it is killed",
        HelpName = "duration",
        DefaultValueFactory = _ => "30s",
    };

    private readonly Option<string?> profiles = new("--pprof")
    {
        Description = "Where a program that is built already serves net/http/pprof, or none [default: looked for at the ports it listens on]",
        HelpName = "address",
    };

    private readonly Option<string?> warmup = new("--warmup")
    {
        Description = "After which time a program that is built already has started up [default: when its number of goroutines rests]",
        HelpName = "duration",
    };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly FormatOptions format;
    private readonly ProfileOptions options;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public RunCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("run", "Builds and runs a program, and reports the goroutines that are left when its main returns; of one that is built already (-- ./server), those it has more of at the end than when it had started up, by net/http/pprof, or else those it has at the end, by SIGQUIT. Exits as the program does, and with 1 if any leak.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        Arguments.Add(arguments);
        foreach (var option in (Option[])[duration, signal, settle, patience, profiles, warmup])
        {
            Options.Add(option);
        }

        format = new FormatOptions(this);
        options = new ProfileOptions(this, terminal, folder, withServers: false);
        SetAction(result => interrupt.Attended(() => Run(result)));
    }

    private int Run(ParseResult result)
    {
        terminal.UseColor(ColorChoice.Auto);
        // Ctrl-\ is for the program: it prints its stacks and ends, and that is then told.
        using var quit = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        var (flags, package, isBehindDashes, own) = RunSyntax.Split(result.GetValue(arguments) ?? []);
        if (package is null)
        {
            throw new CheckException("which program? unpark run wants the package of one, such as ./cmd/server");
        }

        try
        {
            if (RunSyntax.Built(package, isBehindDashes, folder, Environment.GetEnvironmentVariable("PATH") ?? "") is { } file)
            {
                return RunBuilt(result, flags, package, file, own);
            }

            if (result.GetValue(profiles) is not null || result.GetValue(warmup) is not null)
            {
                throw new CheckException($"--pprof and --warmup are for programs that are built already, and {package} is built here");
            }

            var ended = ProgramRun.Run(new ProgramOptions
            {
                Package = package,
                Arguments = own,
                BuildFlags = flags,
                Folder = folder,
                Overlays = TestCommand.OverlayFolder(),
                Duration = result.GetValue(duration) is { } time ? Time("--for", time) : null,
                Signal = result.GetValue(signal)!.Replace("SIG", "", StringComparison.Ordinal),
                Settle = Time("--settle", result.GetValue(settle)!),
                Patience = Time("--patience", result.GetValue(patience)!),
            }, interrupt.Token);
            return Report(result, package, ended);
        }
        catch (GoTestException e)
        {
            throw new CheckException(e.Message);
        }
    }

    private int RunBuilt(ParseResult result, ImmutableArray<string> flags, string name, string file, ImmutableArray<string> own)
    {
        if (!flags.IsEmpty)
        {
            throw new CheckException($"{flags[0]}: a flag of go build, and {name} is built already");
        }

        var report = new BuiltProgramReport(terminal, format.IsJson(result), name, folder, options.Diagnosis(result),
            groups => options.Explain(result, groups, CancellationToken.None));
        return report.Write(new BuiltProgramRun(new BuiltProgramOptions
        {
            File = file,
            Arguments = own,
            Folder = folder,
            Duration = result.GetValue(duration) is { } time ? Time("--for", time) : null,
            Signal = result.GetValue(signal)!,
            IsSignalWanted = result.GetResult(signal) is { Implicit: false },
            Settle = Time("--settle", result.GetValue(settle)!),
            Patience = Time("--patience", result.GetValue(patience)!),
            Profiles = result.GetValue(profiles),
            Warmup = result.GetValue(warmup) is { } start ? Time("--warmup", start) : null,
        }, terminal.Error.BaseStream, interrupt.Token).Run());
    }

    private int Report(ParseResult result, string package, ProgramResult ended)
    {
        if (ended.Killed)
        {
            terminal.WriteError($"{package} did not end after the signal and was killed{(ended.Left.IsEmpty ? "" : ": what it waited for is in the report")}");
        }

        var dumps = ended.Left.Select(l => l.Dump).ToArray();
        if (dumps.Length == 0)
        {
            if (!ended.Killed)
            {
                terminal.WriteError($"{package} ended with {ended.ExitCode} and main did not return: what it has left behind is not known");
            }

            return ended.ExitCode == 0 ? UnparkCommand.CouldNotRun : ended.ExitCode;
        }

        var leaked = false;
        foreach (var dump in dumps)
        {
            if (Read(dump) is not { } profile)
            {
                continue;
            }

            // Of a program that hangs main is what is of interest.
            var records = ended.Killed ? profile.Records : [.. profile.Records.Where(r => !IsMain(r))];
            var groups = ProfileDiagnosis.Of(profile with { Records = records }, options.Diagnosis(result))
                .Where(g => g.Benign is null || g.Signature?.Until is not null).ToImmutableArray();
            // Ctrl-C has ended the program; what it has left is told all the same.
            var view = new ProfileView(package, profile with { Goroutines = groups.Sum(g => g.Group.Count) },
                options.Explain(result, [.. groups.Select(g => AsLeft(g, ended.Killed))], CancellationToken.None), new PathDisplay(folder));
            leaked |= groups.Length > 0;
            Write(result, view, ended);
        }

        if (!leaked && !ended.Killed && !format.IsJson(result))
        {
            terminal.Error.WriteLine("no goroutine is left when main returns");
        }

        return ended.ExitCode != 0 ? ended.ExitCode : leaked ? 1 : 0;
    }

    private void Write(ParseResult result, ProfileView view, ProgramResult ended)
    {
        if (format.IsJson(result))
        {
            ProfileJsonReporter.Write(terminal, view);
        }
        else if (view.Groups.Length > 0)
        {
            var before = ended.Before is { } running && Read(running) is { } profile ? $" of {ProfileWords.Number(profile.Goroutines)}" : "";
            terminal.Out.WriteLine();
            terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, ended.Killed
                ? $"{ProfileWords.Count(view.Profile.Goroutines, "goroutine")} when the program was killed:"
                : $"{ProfileWords.Count(view.Profile.Goroutines, "goroutine")}{before} left when main returns:"));
            new ProfileTextReporter(terminal, view).Write(all: true, expanded: 1);
        }
    }

    // What is still there after the shutdown should have ended with it.
    private static DiagnosedGroup AsLeft(DiagnosedGroup group, bool isKilled) => group.Verdict != Verdict.Normal ? group : group with
    {
        Verdict = Verdict.Suspect,
        Reasons = [isKilled ? "still there when the program was killed, which did not end" : group.Signature?.Until is { } until ? $"left when main returned: {until} was not called" : "left when main returned"],
    };

    private static bool IsMain(GoroutineRecord record) => record.State.Kind is BlockingKind.Running
        || (record.Stack.CreatedBy is null && record.Stack.Frames.Any(f => f.Function == "main.main"));

    private static Profile? Read(string dump)
    {
        try
        {
            return ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(dump))).First();
        }
        catch (ProfileException)
        {
            return null;
        }
    }

    private static TimeSpan Time(string option, string text)
        => Durations.Parse(text) ?? throw new CheckException($"{option} {text}: not a duration such as 500ms or 2s");
}
