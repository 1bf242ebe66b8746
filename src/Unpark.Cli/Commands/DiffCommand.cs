using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark diff</c>.</summary>
internal sealed class DiffCommand : Command
{
    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Two or more profiles, the first one first, as unpark profile takes them; a folder or archive of several",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> failOn = new("--fail-on")
    {
        Description = "When to exit with 1: a new group, one that has grown (by N at least), or none",
        HelpName = "new|growth[=n]|none",
        DefaultValueFactory = _ => "growth",
    };

    private readonly Option<long> threshold = new("--threshold")
    {
        Description = "By how many goroutines a group must have changed",
        HelpName = "n",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> around = new("--around")
    {
        Description = "Take a profile of the one input, run this command in a shell, and take another one",
        HelpName = "command",
    };

    private readonly Option<double> settle = new("--settle")
    {
        Description = "With --around: how many seconds the goroutines may take to end",
        HelpName = "seconds",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<bool> all = new("--all") { Description = "Show the groups that did not change too" };

    private readonly Terminal terminal;
    private readonly Interrupt interrupt;
    private readonly OutputOptions output;
    private readonly ProfileOptions options;
    private readonly string folder;

    /// <summary>Makes the command.</summary>
    public DiffCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("diff", "Compares goroutine profiles. Exits with 0 if no group is new or has grown, 1 if one is or has.")
    {
        (this.terminal, this.interrupt, this.folder) = (terminal, interrupt, folder);
        Arguments.Add(inputs);
        foreach (var option in (Option[])[failOn, threshold, around, settle, all])
        {
            Options.Add(option);
        }

        output = new OutputOptions(this, DiffFormats.Names);
        options = new ProfileOptions(this, terminal, folder);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        terminal.UseColor(ColorChoice.Auto);
        var (fails, growth) = FailOn(result.GetValue(failOn)!);
        if (result.GetValue(threshold) < 1)
        {
            throw new CheckException("--threshold wants a number of at least 1");
        }

        var diagnosis = options.Diagnosis(result);
        if (Profiles(result) is not { } profiles)
        {
            return 0;
        }

        foreach (var profile in profiles)
        {
            ProfileProblems.Write(terminal, profile.Name, profile.Profile);
        }

        var compared = ProfileDiff.Of([.. profiles.Select(p => p.Profile)],
            new DiffOptions { Threshold = result.GetValue(threshold), Diagnosis = diagnosis });
        // What is still there is what the source is asked about.
        var present = compared.Where(g => g.Counts[^1] > 0).Select(g => g.Diagnosed).ToImmutableArray();
        var view = new DiffView([.. profiles], compared,
            options.Explain(result, present, interrupt.Token).ToImmutableDictionary(g => g.Group), new PathDisplay(folder));
        var written = ReportWriter.Write(output.Targets(result, folder), terminal, view.Paths,
            (format, to) => DiffFormats.Write(format, to, view, result.GetValue(all)));
        return !written ? UnparkCommand.CouldNotRun : fails is { } least && compared.Any(g => g.Change >= least && g.Difference >= growth) ? 1 : 0;
    }

    // Null if the process has ended, which is said.
    private NamedProfile[]? Profiles(ParseResult result)
    {
        var names = result.GetRequiredValue(inputs);
        var source = options.Inputs(result, interrupt.Token);
        if (result.GetValue(around) is { } command)
        {
            if (names.Length != 1)
            {
                throw new CheckException("--around wants one input, of which it takes two profiles");
            }

            var (before, after) = new Around(source, folder, interrupt.Token).Take(command, names[0], TimeSpan.FromSeconds(result.GetValue(settle)));
            if (after is null)
            {
                terminal.Out.WriteLine($"{ProfileWords.Count(before.Profile.Goroutines, "goroutine")} before; the process has ended");
                terminal.Flush();
                return null;
            }

            return [before, after];
        }

        var profiles = names.SelectMany(n => source.Read(n)).ToArray();
        return profiles.Length >= 2 ? profiles
            : throw new CheckException($"{names[0]}: one profile, and nothing to compare it with");
    }

    private static (GroupChange? Least, long Growth) FailOn(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        var number = 0L;
        if (equals >= 0 && !(long.TryParse(value.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0))
        {
            throw new CheckException($"--fail-on {value}: growth=N wants a number of at least 1");
        }

        return (equals < 0 ? value : value[..equals]) switch
        {
            "none" when equals < 0 => (null, 0),
            "new" when equals < 0 => (GroupChange.New, 0),
            "growth" => (GroupChange.Grown, number),
            _ => throw new CheckException($"--fail-on {value}: there are new, growth, growth=N and none"),
        };
    }
}
