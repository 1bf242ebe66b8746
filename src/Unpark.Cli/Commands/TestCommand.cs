using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Baselines;
using Unpark.Cli.Caching;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Reporting.Tests;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.GoTest;
using Unpark.Profiles;

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

    private readonly Option<string> baseline = new("--baseline")
    {
        Description = "Leave out the leaks that this file has",
        HelpName = "file",
    };

    private readonly Option<bool> writeBaseline = new("--write-baseline")
    {
        Description = "Write all leaks to the file of --baseline, and report none",
    };

    private readonly Option<bool> bisect = new("--bisect")
    {
        Description = "Where it is not known which test leaks, run parts of the tests to find out",
    };

    private readonly Option<bool> all = new("--all") { Description = "Tell of goroutines too that are harmless, allowed or in the baseline" };

    private readonly Option<bool> selfCheck = new("--self-check")
    {
        Description = "Prove with a planted leak that leaks are found with this Go and these flags; runs none of the tests",
    };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly OutputOptions output;
    private readonly ProfileOptions options;
    private readonly PerturbOptions perturbing;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public TestCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("test", "Runs go test, and reports the goroutines that each test leaves behind. Exits as go test does, and with 1 if tests leak.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        leaks.AcceptOnlyFromAmong("fail", "warn");
        Arguments.Add(arguments);
        foreach (var option in (Option[])[leaks, settle, baseline, writeBaseline, bisect, all, selfCheck])
        {
            Options.Add(option);
        }

        perturbing = new PerturbOptions(this);
        output = new OutputOptions(this, TestReports.Names, withShorthand: false);
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

            var plan = perturbing.Plan(result);
            // What runs is ended by its cancellation, and in its own time: it clears away what it has made.
            var found = interrupt.Uninterrupted(() => GoEnvironment.Of(where, cancellation: interrupt.Token));
            var go = found.OutsideOfModuleCache(OverlayFolder());
            var parsed = GoTestArguments.Parse(given, go.GoFlags);
            var overlay = interrupt.Uninterrupted(() => TestOverlay.Create(go, OverlayFolder(), parsed.Overlay is { } own ? GivenOverlay.Read(own, where) : null,
                plan.FirstSeed is null || result.GetValue(selfCheck) ? null
                    : OwnSources.Of(parsed, folder, go == found ? "go" : Path.Combine(go.GoRoot, "bin", "go"), interrupt.Token)));
            foreach (var warning in overlay.Warnings)
            {
                terminal.WriteError(warning);
            }

            if (parsed.IsBuildOnly)
            {
                terminal.WriteError("-c only builds tests, and -n only shows what would be done: no test is run, and nothing is known of leaks");
            }

            var testOptions = new GoTestOptions
            {
                Arguments = parsed, Folder = folder, Overlay = overlay, Settle = Settle(result),
                GoRoot = go == found ? null : go.GoRoot,
            };
            if (result.GetValue(selfCheck))
            {
                return SelfCheck(testOptions, go);
            }

            var targets = output.Targets(result, folder);
            var known = Baseline(result);
            // A report for programs has standard output for itself.
            var isTextAside = targets.Any(t => t is { Path: null, Format: not "text" });
            var diagnosis = Diagnosis(result);
            using var progress = new ProgressLine(terminal);
            var runs = new TestRuns(plan, testOptions, run => diagnosis.Of([run]).Without(known).Leaks.Length > 0, progress);
            var tested = interrupt.Uninterrupted(() => runs.Run(isTextAside ? terminal.Error : terminal.Out, terminal.Error, interrupt.Token));
            var failed = tested.FirstOrDefault(t => t.Result.ExitCode != 0);
            var exitCode = failed?.Result.ExitCode ?? 0;
            if (failed is { Seed: { } seed } && failed.Result.Packages.Any(p => p.HasReport || p.Problem is not null))
            {
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the tests failed with the noise of seed {seed}"));
            }

            var view = diagnosis.Of(tested);
            if (result.GetValue(bisect))
            {
                view = view with { Leaks = [.. view.Leaks.Select(l => Isolate(l, new Bisection(Noisy(testOptions, l), go.GoFlags, interrupt.Token)))] };
            }

            if (result.GetValue(writeBaseline))
            {
                return WriteBaseline(result, view, exitCode);
            }

            view = view.Without(known);
            foreach (var error in view.Errors)
            {
                terminal.WriteError(error);
            }

            var written = TestReports.Write(targets, view, terminal, parsed.IsJson);
            Notes(result, view);
            return !written ? UnparkCommand.CouldNotRun
                : exitCode == 0 && view.Leaks.Length > 0 && result.GetValue(leaks) == "fail" ? 1 : exitCode;
        }
        catch (GoTestException e)
        {
            throw new CheckException(e.Message);
        }
    }

    private TestLeak Isolate(TestLeak leak, Bisection bisection)
    {
        if (leak.Test is not null)
        {
            return leak;
        }

        terminal.WriteError($"{leak.Package}: looking for the test that leaves {TestWords.Sentence(leak)}");
        var fingerprint = leak.Group.Group.Fingerprint;
        var test = interrupt.Uninterrupted(() => bisection.Find(leak.Package, report => LeftBehind.Of(report)
            .Any(l => l.Profile.Records.Any(r => Fingerprint.Of(r.Stack) == fingerprint))));
        return test is null ? leak : leak with { Test = test, Attribution = Attribution.Bisection };
    }

    private TestDiagnosis Diagnosis(ParseResult result) => new()
    {
        Diagnosis = options.Diagnosis(result),
        Explain = groups => options.Explain(result, groups, interrupt.Token),
        Folder = folder,
        Allowed = options.Configuration(result).AllowedLeaks,
    };

    // A leak that noise has shown shows with the same noise again.
    private static GoTestOptions Noisy(GoTestOptions testOptions, TestLeak leak) =>
        leak.Seed is { } seed ? testOptions with { Noise = NoiseSettings.Of(seed, testOptions.Arguments) } : testOptions;

    private int SelfCheck(GoTestOptions testOptions, GoEnvironment go)
    {
        var problem = interrupt.Uninterrupted(() => GoTest.SelfCheck.Run(testOptions, go, interrupt.Token));
        terminal.Out.WriteLine(problem is null
            ? $"ok: {go.Version}: a planted leak was found, with the test that planted it"
            : DisplayText.Safe($"not ok: {go.Version}: {problem}"));
        return problem is null ? 0 : UnparkCommand.CouldNotRun;
    }

    private void Notes(ParseResult result, TestView view)
    {
        if (!result.GetValue(all))
        {
            return;
        }

        foreach (var (kind, count) in view.Benign)
        {
            terminal.Error.WriteLine($"{ProfileWords.Count(count, "goroutine")} left that are harmless: {DisplayText.Safe(kind)}");
        }

        foreach (var (count, why) in ((long, string)[])[(view.Allowed, "allowed by the configuration"), (view.InBaseline, "in the baseline")])
        {
            if (count > 0)
            {
                terminal.Error.WriteLine($"{ProfileWords.Count(count, "goroutine")} left that {(count == 1 ? "is" : "are")} {why}");
            }
        }
    }

    // What is wrong with the baseline is said before the tests run.
    private LeakBaseline? Baseline(ParseResult result)
    {
        var path = BaselinePath(result);
        return result.GetValue(writeBaseline)
            ? path is null ? throw new CheckException("--write-baseline wants to know where to: --baseline FILE") : null
            : path is null ? null : LeakBaseline.Read(path, new PathDisplay(folder).Show(path));
    }

    private string? BaselinePath(ParseResult result) => result.GetValue(baseline) is { Length: > 0 } given ? Path.GetFullPath(given, folder) : null;

    private int WriteBaseline(ParseResult result, TestView view, int exitCode)
    {
        var path = BaselinePath(result)!;
        var shown = new PathDisplay(folder).Show(path);
        try
        {
            var count = LeakBaseline.Write(path, view.Leaks);
            terminal.Error.WriteLine($"{ProfileWords.Count(count, "leak")} written to {shown}");
            return exitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError($"could not write {shown}: {e.Message}");
            return UnparkCommand.CouldNotRun;
        }
    }

    private TimeSpan Settle(ParseResult result)
    {
        var text = result.GetValue(settle)!;
        return Durations.Parse(text) ?? throw new CheckException($"--settle {text}: not a duration such as 500ms or 2s");
    }

    /// <summary>
    /// Where overlays are kept: beside the results of checks; where there is no place for these, in the system's folder for
    /// what is temporary.
    /// </summary>
    internal static string OverlayFolder() => ResultCache.FolderOf(Environment.GetEnvironmentVariable) is { } results
        ? Path.Combine(Path.GetDirectoryName(results) ?? results, "gotest")
        : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"unpark-gotest-{Environment.UserName}"));
}
