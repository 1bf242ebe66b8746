using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark profile</c>.</summary>
internal sealed class ProfileCommand : Command
{
    private static readonly string[] Formats = ["text", "json", "csv", "folded", "pprof", "sarif"];

    private readonly Argument<string> input = new("input")
    {
        Description = "A file, a folder or archive, - for standard input, a URL, host:port of a server with net/http/pprof, or unix:SOCKET",
    };

    private readonly Option<int?> dump = new("--dump")
    {
        Description = "Which dump to show where there are several, counted from 1",
        HelpName = "n",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "How to write the results",
        HelpName = string.Join('|', Formats),
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> json = new("--json") { Description = "The same as --format json" };

    private readonly Option<bool> all = new("--all") { Description = "Show the groups that are normal one by one too" };

    private readonly Option<int> group = new("--group")
    {
        Description = "Which group to show with its source and stack, 0 for none",
        HelpName = "n",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> watch = new("--watch")
    {
        Description = "Show a server's goroutines again and again: 10s, 500ms, 1m",
        HelpName = "interval",
    };

    private readonly Option<int> rounds = new("--rounds")
    {
        Description = "With --watch: how many times, 0 for ever",
        HelpName = "n",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<long> stacks = new("--stacks-below")
    {
        Description = "With --watch: take dumps, for which the process stands still, while there are at most so many goroutines",
        HelpName = "n",
        DefaultValueFactory = _ => 1000,
    };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly ProfileOptions options;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public ProfileCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("profile", "Shows which goroutines of a profile or dump leak, and why. Exits with 0 if none does, 1 if some do or may.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        format.AcceptOnlyFromAmong(Formats);
        Arguments.Add(input);
        foreach (var option in (Option[])[format, json, all, group, dump, watch, rounds, stacks])
        {
            Options.Add(option);
        }

        options = new ProfileOptions(this, terminal, folder);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        terminal.UseColor(ColorChoice.Auto);
        var name = result.GetRequiredValue(input);
        var diagnosis = options.Diagnosis(result);
        if (result.GetValue(watch) is { } interval)
        {
            return Watch(result, name, IntervalOf(interval), diagnosis);
        }

        var (number, chosen) = Choose(options.Inputs(result, interrupt.Token).Read(name), result.GetValue(dump), name);
        ProfileProblems.Write(terminal, chosen.Name, chosen.Profile);
        if (number is { } of)
        {
            terminal.WriteError($"{of.Count} dumps in {name}; this is number {of.Number}, from {Origin(chosen)} "
                + "(--dump N shows another)");
        }

        var view = new ProfileView(chosen.Name, chosen.Profile,
            options.Explain(result, ProfileDiagnosis.Of(chosen.Profile, diagnosis), interrupt.Token), new PathDisplay(folder));
        Write(result, view);
        return view.ExitCode;
    }

    private int Watch(ParseResult result, string name, TimeSpan interval, DiagnosisOptions diagnosis)
    {
        var watched = new ProfileWatch(options.Source(result), options.Inputs(result, interrupt.Token), name,
            result.GetValue(stacks), interrupt.Token);
        var reporter = new WatchReporter(terminal, name);
        var source = options.NamesSource(result)
            ? new WatchedSource(groups => options.Explain(result, groups, interrupt.Token)) : null;
        for (var round = 1; ; round++)
        {
            var took = watched.Round();
            var profiles = watched.Profiles;
            // The first one is compared with itself: nothing has changed yet.
            var groups = ProfileDiff.Of(profiles.Length == 1 ? [profiles[0], profiles[0]] : profiles,
                new DiffOptions { Diagnosis = diagnosis });
            var present = groups.Where(g => g.Counts[^1] > 0).ToImmutableArray();
            var diagnosed = present.Select(g => g.Diagnosed).ToImmutableArray();
            reporter.Write(present, source?.Of(diagnosed) ?? SourceJoin.Without(diagnosed), watched.Leaked, terminal.Height - 4);
            if (round == result.GetValue(rounds))
            {
                return 0;
            }

            interrupt.Token.WaitHandle.WaitOne(ProfileWatch.Pause(interval, took));
            interrupt.Token.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan IntervalOf(string text) => Durations.Parse(text) is { } interval && interval > TimeSpan.Zero ? interval
        : throw new CheckException($"--watch {text}: not an interval such as 10s or 500ms");

    private void Write(ParseResult result, ProfileView view)
    {
        switch (result.GetValue(json) ? "json" : result.GetValue(format))
        {
            case "json":
                ProfileJsonReporter.Write(terminal, view);
                break;
            case "csv":
                ProfileCsvReporter.Write(terminal, view);
                break;
            case "folded":
                FoldedReporter.Write(terminal, view);
                break;
            case "pprof":
                PprofWriter.Write(terminal.OutputStream, view.Profile);
                terminal.OutputStream.Flush();
                break;
            case "sarif":
                new ProfileSarifReporter(terminal, view.Paths.Show).Write(view);
                break;
            default:
                new ProfileTextReporter(terminal, view).Write(result.GetValue(all), result.GetValue(group));
                break;
        }
    }

    private static string Origin(NamedProfile profile)
        => profile.Profile.Line > 0 ? $"line {profile.Profile.Line}" : profile.Profile.Title ?? profile.Name;

    // A stack that a recovered panic has logged is not what the process was doing; the last whole dump is.
    private static ((int Number, int Count)? Of, NamedProfile Profile) Choose(IReadOnlyList<NamedProfile> profiles, int? dump, string name)
    {
        if (dump is { } wanted)
        {
            return wanted >= 1 && wanted <= profiles.Count ? (null, profiles[wanted - 1])
                : throw new CheckException($"{name}: there is no dump {wanted}, there {(profiles.Count == 1 ? "is 1" : $"are {profiles.Count}")}");
        }

        var at = 0;
        for (var i = 1; i < profiles.Count; i++)
        {
            at = profiles[i].Profile.Goroutines > 1 || profiles[at].Profile.Goroutines <= 1 ? i : at;
        }

        return (profiles.Count > 1 ? (at + 1, profiles.Count) : null, profiles[at]);
    }
}
