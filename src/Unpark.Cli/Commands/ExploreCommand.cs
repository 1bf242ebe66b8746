using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Checking;
using Unpark.Cli.Exploring;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Exploring;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark explore</c>.</summary>
internal sealed class ExploreCommand : Command
{
    private const int DefaultStates = 50_000;
    private const int StepsOfState = 10;
    private const int CellsOfState = 2048;

    private readonly Argument<string> package = new("package")
    {
        Description = "The package, as the go command names it",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> run = new("--run")
    {
        Description = "Begin with the tests whose names this regular expression matches, one after the other",
        HelpName = "regexp",
    };

    private readonly Option<string?> function = new("--func")
    {
        Description = "Begin with this function or method: F, T.M, (*T).M; its arguments can be anything. "
            + "Without --func and --run: main of a command, otherwise all tests",
        HelpName = "name",
    };

    private readonly Option<int> states = new("--schedules", "--max-states")
    {
        Description = "How much is looked at: the number of different states of the program, each of which stands for all schedules "
            + "that lead to it; counted for each test or function, the same on every machine",
        HelpName = "n",
        DefaultValueFactory = _ => DefaultStates,
    };

    private readonly Option<int> instructions = new("--max-instructions")
    {
        Description = "How many instructions a goroutine may execute without doing anything that others can see",
        HelpName = "n",
        DefaultValueFactory = _ => new ExplorationOptions().MaxInstructions,
    };

    private readonly Option<string?> trace = new("--trace")
    {
        Description = "Write the schedules to this file as well: a page for the browser if it ends in .html, otherwise JSON for --replay",
        HelpName = "file",
    };

    private readonly Option<string?> replay = new("--replay")
    {
        Description = "Execute the schedules of a file that --trace wrote, and show them, instead of looking for any",
        HelpName = "file",
    };

    private readonly Option<string> change = new("-C") { Description = "Change to this folder first", HelpName = "dir" };

    private readonly Option<string> tags = new("--tags")
    {
        Description = "Build tags, with commas between them",
        HelpName = "tag,list",
    };

    private readonly GoRootOption goRoot = new();

    private readonly Option<string> color = new("--color")
    {
        Description = "When to colour the output",
        HelpName = "auto|always|never",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly OutputOptions output;

    /// <summary>Makes the command.</summary>
    public ExploreCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("explore", "Executes main, a test or a function over all schedules of its goroutines, and shows which can block for ever and how. "
            + "Exits with 0 if none can, 1 if some can.")
    {
        (this.terminal, this.interrupt) = (terminal, interrupt);
        color.AcceptOnlyFromAmong("auto", "always", "never");
        foreach (var option in (Option<int>[])[states, instructions])
        {
            option.Validators.Add(result =>
            {
                if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{option.Name} wants a number of at least 1");
                }
            });
        }

        package.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
            {
                result.AddError($"no option {token.Value}{Spelling.Suggest(token.Value, Options.Select(o => o.Name))}");
            }
        });
        Validators.Add(result =>
        {
            var given = ((Option<string?>[])[run, function, replay]).Where(o => result.GetValue(o) is not null).ToArray();
            if (given.Length > 1)
            {
                result.AddError($"{given[0].Name} and {given[1].Name} exclude each other");
            }
        });
        Arguments.Add(package);
        foreach (var option in (Option[])[run, function, states, instructions, trace, replay, change, tags, goRoot.Option, color])
        {
            Options.Add(option);
        }

        output = new OutputOptions(this, [.. ReportFormats.Names, "html"]);
        SetAction(result => Run(result, folder));
    }

    private int Run(ParseResult result, string workingFolder)
    {
        terminal.UseColor(result.GetValue(color) switch
        {
            "always" => ColorChoice.Always,
            "never" => ColorChoice.Never,
            _ => ColorChoice.Auto,
        });
        var request = Read(result, workingFolder);
        var context = new ReportContext(new PathDisplay(request.Folder), SourceRoot.Find(request.Folder), SeverityMap.Default);
        var replayed = result.GetValue(replay) is { Length: > 0 } given ? Path.GetFullPath(given, request.Folder) : null;
        var file = replayed is null ? null : TraceFile.Read(replayed, context.Paths.Show(replayed));
        ImmutableArray<Exploration> explored;
        ExploredProgram program;
        using (var progress = new ProgressLine(terminal))
        {
            program = ExploredProgram.Load(request, interrupt.Token);
            var explorations = new Explorations(request, TargetOptions.AllRules(), progress, interrupt.Token);
            explored = file is null ? explorations.Explore(program.Roots(request))
                : explorations.Replay(file, context.Paths.Show(replayed!), program);
        }

        var view = new ExplorationView(explored, context);
        var written = ReportWriter.Write(Targets(result, request.Folder), terminal, context.Paths, (format, to) =>
        {
            switch (format)
            {
                case "json":
                    ExploreJsonReporter.Write(to, view);
                    break;
                case "html":
                    ExploreHtmlReporter.Write(to, view);
                    break;
                case "trace":
                    TraceFile.Write(to, view);
                    break;
                case "text":
                    ExploreTextReporter.Write(to, view);
                    break;
                default:
                    ReportFormats.Create(format, to, context).Report(ExploredFindings.Of(view));
                    break;
            }
        });
        WriteLimits(view, program, request);
        return !written ? UnparkCommand.CouldNotRun : view.Leaks.Any() ? 1 : 0;
    }

    private ImmutableArray<OutputTarget> Targets(ParseResult result, string folder)
    {
        var targets = output.Targets(result, folder);
        return result.GetValue(trace) is { Length: > 0 } path
            ? targets.Add(new OutputTarget(path.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
                || path.EndsWith(".htm", StringComparison.OrdinalIgnoreCase) ? "html" : "trace", Path.GetFullPath(path, folder)))
            : targets;
    }

    private ExploreRequest Read(ParseResult result, string workingFolder)
    {
        var folder = Path.GetFullPath(result.GetValue(change) ?? "", workingFolder);
        if (!Directory.Exists(folder))
        {
            throw new CheckException($"-C {result.GetValue(change)}: there is no such folder");
        }

        var most = result.GetValue(states);
        return new ExploreRequest
        {
            Folder = folder,
            Package = result.GetValue(package)!,
            Tags = [.. (result.GetValue(tags) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)],
            GoRoot = goRoot.Read(result, workingFolder),
            Function = result.GetValue(function),
            Tests = result.GetValue(run),
            Limits = new ExplorationOptions
            {
                MaxStates = most,
                MaxSteps = (long)most * StepsOfState,
                MaxMemory = (long)most * CellsOfState,
                MaxInstructions = result.GetValue(instructions),
            },
        };
    }

    // What was not looked at, lest "none" be taken for more than it is.
    private void WriteLimits(ExplorationView view, ExploredProgram program, ExploreRequest request)
    {
        foreach (var exploration in view.Explorations)
        {
            foreach (var limit in exploration.Result.Limits)
            {
                var advice = limit.EndsWith("is not looked at", StringComparison.Ordinal) ? "" : !limit.StartsWith("more than", StringComparison.Ordinal) ? ": what the goroutine does from there on is not known"
                    : string.Create(CultureInfo.InvariantCulture, $": the rest was not looked at; --schedules {(long)request.Limits.MaxStates * 10} looks further");
                terminal.WriteError($"{exploration.Root.Name}: {limit}{advice}");
            }

            foreach (var leak in exploration.Leaks.Where(l => l.Trace is null))
            {
                terminal.WriteError($"{exploration.Root.Name}: the schedule that leads to {leak.Finding.Span} could not be executed again");
            }
        }

        if (program.HasNoGo)
        {
            terminal.WriteError("no GOROOT found: what the standard library does is known as far as it is modelled only");
        }
    }
}
