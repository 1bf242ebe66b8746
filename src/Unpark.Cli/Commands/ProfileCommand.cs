using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark profile</c>.</summary>
internal sealed class ProfileCommand : Command
{
    private readonly Argument<string[]> inputs = new("input")
    {
        Description = "A file, a folder or archive, - for standard input, a URL, host:port of a server with net/http/pprof, or unix:SOCKET; "
            + "of several, earlier ones first, the last is shown and the others tell how it came about",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int?> dump = new("--dump")
    {
        Description = "Which dump to show where there are several, counted from 1",
        HelpName = "n",
    };

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
    private readonly OutputOptions output;
    private readonly ProfileOptions options;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public ProfileCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("profile", "Shows which goroutines of a profile or dump leak, and why. Exits with 0 if none does, 1 if some do or may.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        Arguments.Add(inputs);
        foreach (var option in (Option[])[all, group, dump, watch, rounds, stacks])
        {
            Options.Add(option);
        }

        output = new OutputOptions(this, ProfileFormats.Names);
        options = new ProfileOptions(this, terminal, folder);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        terminal.UseColor(ColorChoice.Auto);
        var names = result.GetRequiredValue(inputs);
        var diagnosis = options.Diagnosis(result);
        if (result.GetValue(watch) is { } interval)
        {
            return names.Length > 1 ? throw new CheckException("--watch wants one input")
                : output.Targets(result, folder).Any(t => t.Path is not null) ? throw new CheckException("--watch writes no files")
                : Watch(result, names[0], IntervalOf(interval), diagnosis);
        }

        var source = options.Inputs(result, interrupt.Token);
        var profiles = names.Select(n => Read(source, n, result.GetValue(dump))).ToArray();
        var shown = profiles[^1];
        var view = new ProfileView(shown.Name, shown.Profile,
            options.Explain(result, ProfileDiagnosis.Of(shown.Profile, diagnosis), interrupt.Token), new PathDisplay(folder))
        {
            History = profiles.Length == 1 ? null : new GroupHistory([.. profiles.Select(p => p.Profile)]),
        };
        var written = ReportWriter.Write(output.Targets(result, folder), terminal, view.Paths,
            (format, to) => ProfileFormats.Write(format, to, view, result.GetValue(all), result.GetValue(group)));
        return written ? view.ExitCode : UnparkCommand.CouldNotRun;
    }

    private NamedProfile Read(ProfileInputs source, string name, int? number)
    {
        var (of, chosen) = Choose(source.Read(name), number, name);
        ProfileProblems.Write(terminal, chosen.Name, chosen.Profile);
        if (of is { } several)
        {
            terminal.WriteError($"{several.Count} dumps in {name}; this is number {several.Number}, from {Origin(chosen)} "
                + "(--dump N shows another)");
        }

        return chosen;
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
