using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Caching;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Tests;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.GoTest;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark test</c>.</summary>
internal sealed class TestCommand : Command
{
    private readonly Argument<string[]> arguments = new("arguments")
    {
        Description = "Flags, packages and arguments of go test, as they are",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> leaks = new("--leaks")
    {
        Description = "What a leak means: that the run fails, or that it is told only",
        HelpName = "fail|warn",
        DefaultValueFactory = _ => "fail",
    };

    private readonly Option<string> settle = new("--settle")
    {
        Description = "How long goroutines may take to end after the last test of a package",
        HelpName = "duration",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly FormatOptions format;
    private readonly ProfileOptions options;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public TestCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("test", "Runs go test, and reports the goroutines that each test leaves behind. Exits as go test does, and with 1 if tests leak.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        leaks.AcceptOnlyFromAmong("fail", "warn");
        Arguments.Add(arguments);
        Options.Add(leaks);
        Options.Add(settle);
        format = new FormatOptions(this, withShorthand: false);
        options = new ProfileOptions(this, terminal, folder, withServers: false);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        terminal.UseColor(ColorChoice.Auto);
        try
        {
            var given = result.GetValue(arguments) ?? [];
            var where = Path.GetFullPath(GoTestArguments.Parse(given).Folder ?? "", folder);
            if (!Directory.Exists(where))
            {
                throw new CheckException($"-C {where}: there is no such folder");
            }

            var go = GoEnvironment.Of(where);
            var parsed = GoTestArguments.Parse(given, go.GoFlags);
            var overlay = TestOverlay.Create(go, OverlayFolder(), parsed.Overlay is { } own ? Path.GetFullPath(own, where) : null);
            foreach (var warning in overlay.Warnings)
            {
                terminal.WriteError(warning);
            }

            var isJson = format.IsJson(result);
            var run = new GoTestRun(new GoTestOptions { Arguments = parsed, Folder = folder, Overlay = overlay, Settle = Settle(result) });
            // One of the two has standard output.
            var tested = run.Run(isJson ? terminal.Error : terminal.Out, terminal.Error, interrupt.Token);
            var view = new TestDiagnosis(options.Diagnosis(result), g => options.Explain(result, g, interrupt.Token), new PathDisplay(folder)).Of(tested);
            Report(view, isJson, parsed.IsJson);
            var code = tested.ExitCode;
            return code == 0 && view.Leaks.Length > 0 && result.GetValue(leaks) == "fail" ? 1 : code;
        }
        catch (GoTestException e)
        {
            throw new CheckException(e.Message);
        }
    }

    private void Report(TestView view, bool isJson, bool isOutputJson)
    {
        foreach (var error in view.Errors)
        {
            terminal.WriteError(error);
        }

        if (isJson)
        {
            TestJsonReporter.Write(terminal, view);
        }
        else
        {
            new TestTextReporter(terminal, view).Write(isOutputJson ? terminal.Error : terminal.Out);
        }
    }

    private TimeSpan Settle(ParseResult result)
    {
        var text = result.GetValue(settle)!;
        return Durations.Parse(text) ?? throw new CheckException($"--settle {text}: not a duration such as 500ms or 2s");
    }

    // Beside the results of checks; where there is no place for these, the system's folder for what is temporary.
    private static string OverlayFolder() => ResultCache.FolderOf(Environment.GetEnvironmentVariable) is { } results
        ? Path.Combine(Path.GetDirectoryName(results) ?? results, "gotest")
        : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"unpark-gotest-{Environment.UserName}"));
}
