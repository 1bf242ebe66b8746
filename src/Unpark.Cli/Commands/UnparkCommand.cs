using System.CommandLine;
using System.CommandLine.Invocation;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal sealed class UnparkCommand
{
    /// <summary>The exit code of a run that could not do what it was asked.</summary>
    public const int CouldNotRun = 2;

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly RootCommand root;
    private readonly TestCommand test;
    private readonly RunCommand run;

    /// <summary>Makes the command line.</summary>
    /// <param name="terminal">Where output goes.</param>
    /// <param name="engine">What checks programs.</param>
    /// <param name="interrupt">What ends a run early.</param>
    /// <param name="folder">The working folder.</param>
    public UnparkCommand(Terminal terminal, ICheckEngine engine, Interrupt interrupt, string folder)
    {
        this.terminal = terminal;
        this.interrupt = interrupt;
        test = new TestCommand(terminal, interrupt, folder);
        run = new RunCommand(terminal, interrupt, folder);
        root = new RootCommand("Finds goroutine leaks in Go, says why they leak, and mends them.")
        {
            new CheckCommand(terminal, engine, interrupt, folder),
            new FixCommand(terminal, engine, interrupt, folder),
            new ExploreCommand(terminal, interrupt, folder),
            new ExplainCommand(terminal),
            new RulesCommand(terminal),
            new LifecyclesCommand(terminal, interrupt, folder),
            new ProfileCommand(terminal, interrupt, folder),
            new DiffCommand(terminal, interrupt, folder),
            test,
            run,
        };
        foreach (var builtIn in root.Options.OfType<VersionOption>().ToArray())
        {
            root.Options.Remove(builtIn);
        }

        var version = new Option<bool>("--version") { Description = "Show the version" };
        root.Options.Add(version);
        root.SetAction(result => result.GetValue(version) ? ShowVersion() : ShowHelp());
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 0 clean, 1 findings, 2 could not run, 130 interrupted.</returns>
    public int Run(string[] args)
    {
        try
        {
            var normalized = args switch
            {
                ["test", ..] => TestSyntax.Normalize(args, test),
                ["run", ..] => RunSyntax.Normalize(args, run),
                _ => GoFlagSyntax.Normalize(args, root),
            };
            var code = Invoke(root.Parse(normalized, new ParserConfiguration
            {
                // A package may be called @name; nobody keeps the arguments of a check in a file.
                ResponseFileTokenReplacer = null,
            }));
            terminal.Flush();
            return code;
        }
        catch (CheckException e)
        {
            terminal.WriteError(e.Message);
            return CouldNotRun;
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            return interrupt.ExitCode;
        }
        catch (IOException e)
        {
            terminal.WriteError(OutputFailure(e));
            return CouldNotRun;
        }
#pragma warning disable CA1031 // the last resort: a message instead of a crash
        catch (Exception e)
#pragma warning restore CA1031
        {
            terminal.WriteError($"internal error, please report it with what follows:\n{e}");
            return CouldNotRun;
        }
    }

    /// <summary>The message that standard output cannot be written.</summary>
    public static string OutputFailure(IOException e) => $"could not write the output: {e.Message}";

    private int Invoke(ParseResult result)
    {
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
        {
            WriteErrors(result);
            var command = result.CommandResult.Command == root ? "" : $"{result.CommandResult.Command.Name} ";
            terminal.Error.WriteLine($"Run \"unpark {command}--help\" for usage.");
            return CouldNotRun;
        }

        return result.Invoke(configuration);
    }

    private void WriteErrors(ParseResult result)
    {
        if (result.CommandResult.Command == root && result.UnmatchedTokens.Count > 0)
        {
            var word = result.UnmatchedTokens[0];
            var suggestion = Spelling.Suggest(word, root.Subcommands.Select(c => c.Name));
            terminal.WriteError($"no command \"{word}\"{suggestion}");
            return;
        }

        foreach (var error in result.Errors)
        {
            // The parser lists choices on lines of their own.
            terminal.WriteError(string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private int ShowVersion()
    {
        terminal.Out.WriteLine(ProductVersion.Line);
        return 0;
    }

    // Nothing was asked for: as the go command has it, that is wrong usage.
    private int ShowHelp()
    {
        root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Error });
        return CouldNotRun;
    }
}
