using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary>What the commands that check code have in common: what to check, as the go command names it, and for what.</summary>
internal sealed class TargetOptions
{
    private readonly Argument<string[]> patterns = new("packages")
    {
        Description = "Package patterns as the go command has them: ./..., std, example.com/x, a.go [default: ./...]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> change = new("-C") { Description = "Change to this folder first", HelpName = "dir" };

    private readonly Option<string> tags = new("--tags")
    {
        Description = "Build tags, with commas between them",
        HelpName = "tag,list",
    };

    private readonly Option<string> goOS = new("--goos")
    {
        Description = "The operating system to check for [default: GOOS, or this one]",
        HelpName = "os",
    };

    private readonly Option<string> goArch = new("--goarch")
    {
        Description = "The architecture to check for [default: GOARCH, or this one]",
        HelpName = "arch",
    };

    private readonly ConfigurationOption configuration = new();

    private readonly Option<string> unused = new("--unused-suppressions")
    {
        Description = "What to make of //nolint:unpark and the like that suppress nothing",
        HelpName = "off|note|error",
        DefaultValueFactory = _ => "note",
    };

    private readonly Option<string> mod = new("--mod")
    {
        Description = "Where packages come from, as go build -mod has it: mod, readonly or vendor",
        HelpName = "mode",
    };

    private readonly Option<bool> noExplore = new("--no-explore")
    {
        Description = "Do not execute the functions around findings over all schedules, by which some are proved and some dropped",
    };

    private readonly Option<string> modFile = new("--modfile")
    {
        Description = "A file to read instead of go.mod",
        HelpName = "file",
    };

    private readonly Option<bool> test = new("--tests", "--test")
    {
        Description = "Check test files too",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<int> parallel = new("-p")
    {
        Description = "How many packages to work on at a time",
        HelpName = "n",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly GoRootOption goRoot = new();

    private readonly Option<string[]> rules = new("--rule", "--rules")
    {
        Description = "The rules to run: ids, names, scenarios (UP6xx), all; a minus before one takes it away",
        HelpName = "list",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string> profile = new("--profile")
    {
        Description = "leaks: what leaks; strict: what prevents leaks too",
        HelpName = "leaks|strict",
        DefaultValueFactory = _ => "leaks",
    };

    private readonly Option<string> confidence = new("--min-confidence", "--confidence")
    {
        Description = "How sure a finding must be",
        HelpName = "possible|likely|proved",
        DefaultValueFactory = _ => "likely",
    };

    private readonly Option<string> color = new("--color")
    {
        Description = "When to colour the output",
        HelpName = "auto|always|never",
        DefaultValueFactory = _ => "auto",
    };

    /// <summary>Adds the options to a command.</summary>
    public TargetOptions(Command command)
    {
        mod.AcceptOnlyFromAmong("mod", "readonly", "vendor");
        profile.AcceptOnlyFromAmong("leaks", "strict");
        confidence.AcceptOnlyFromAmong("possible", "likely", "proved");
        color.AcceptOnlyFromAmong("auto", "always", "never");
        unused.AcceptOnlyFromAmong("off", "note", "error");
        parallel.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("-p wants a number of at least 1");
            }
        });
        patterns.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
            {
                var suggestion = Spelling.Suggest(token.Value, command.Options.Select(o => o.Name));
                result.AddError($"no option {token.Value}{suggestion}");
            }
        });
        command.Arguments.Add(patterns);
        foreach (var option in (Option[])[change, tags, goOS, goArch, mod, modFile, test, noExplore, parallel, goRoot.Option, rules, profile, confidence,
            configuration.Option, unused, color])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The colour that is asked for.</summary>
    public ColorChoice Color(ParseResult result) => result.GetValue(color) switch
    {
        "always" => ColorChoice.Always,
        "never" => ColorChoice.Never,
        _ => ColorChoice.Auto,
    };

    /// <summary>What the options and the configuration file amount to; where both speak, the options win.</summary>
    /// <exception cref="CheckException">
    /// The folder of -C is not there, --rule names something that is no rule, or the configuration file is not right.
    /// </exception>
    public CheckTarget Read(ParseResult result, string workingFolder)
    {
        var folder = Path.GetFullPath(result.GetValue(change) ?? "", workingFolder);
        if (!Directory.Exists(folder))
        {
            throw new CheckException($"-C {result.GetValue(change)}: there is no such folder");
        }

        var file = configuration.Read(result, folder);
        var plan = RulePlan.Of(file.Rules, AllRules());
        var named = result.GetValue(patterns) ?? [];
        var request = new CheckRequest
        {
            Folder = folder,
            Patterns = named.Length == 0 ? ["./..."] : [.. named],
            Tags = Given(result, tags) is { } list
                ? [.. list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)]
                : file.Tags ?? [],
            GoOS = Given(result, goOS) ?? file.GoOS ?? "",
            GoArch = Given(result, goArch) ?? file.GoArch ?? "",
            ModuleMode = result.GetValue(mod) ?? "",
            ModFile = result.GetValue(modFile) is { Length: > 0 } modPath ? Path.GetFullPath(modPath, folder) : "",
            GoRoot = goRoot.Read(result, workingFolder),
            Tests = result.GetResult(test) is { Implicit: false } ? result.GetValue(test) : file.Tests ?? true,
            Parallelism = result.GetValue(parallel),
            Exclude = file.Exclude.IsEmpty ? PathFilter.None : new PathFilter(file.Folder, file.Exclude),
            UnusedSuppressions = Given(result, unused) is { } mode ? ModeOf(mode) : file.UnusedSuppressions ?? UnusedSuppressionMode.Note,
            Analysis = Analysis(result, file, plan),
        };
        return new CheckTarget(request, new SeverityMap(plan.Severities), file);
    }

    private AnalysisOptions Analysis(ParseResult result, UnparkConfiguration file, RulePlan plan)
    {
        var chosen = result.GetValue(rules) is { Length: > 0 } lists ? string.Join(',', lists) : null;
        return new AnalysisOptions
        {
            Profile = Given(result, profile) switch
            {
                "strict" => RuleProfile.Strict,
                null => file.Profile ?? RuleProfile.Leaks,
                _ => RuleProfile.Leaks,
            },
            MinimumConfidence = Given(result, confidence) switch
            {
                "possible" => Confidence.Possible,
                "proved" => Confidence.Proved,
                null => file.MinimumConfidence ?? Confidence.Likely,
                _ => Confidence.Likely,
            },
            Rules = chosen is null ? plan.Rules : RuleSelection.Parse(chosen, AllRules()),
            StrictRules = chosen is null ? plan.Strict : RuleSelection.NamedOneByOne(chosen, AllRules()),
            Lifecycles = file.Lifecycles,
            Explores = !result.GetValue(noExplore),
        };
    }

    private static UnusedSuppressionMode ModeOf(string name) => name switch
    {
        "off" => UnusedSuppressionMode.Off,
        "error" => UnusedSuppressionMode.Error,
        _ => UnusedSuppressionMode.Note,
    };

    // Null for an option that nobody gave: its default must not win over the configuration file.
    private static string? Given(ParseResult result, Option<string> option)
        => result.GetResult(option) is { Implicit: false } ? result.GetValue(option) : null;

    /// <summary>The rules there are.</summary>
    public static ImmutableArray<Rule> AllRules() => [.. LeakAnalysis.AllRules.Select(r => r.Rule)];
}
