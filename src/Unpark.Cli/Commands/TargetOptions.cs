using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Analysis;
using Unpark.Cli.Checking;
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

    private readonly Option<string> mod = new("--mod")
    {
        Description = "Where packages come from, as go build -mod has it: mod, readonly or vendor",
        HelpName = "mode",
    };

    private readonly Option<string> modFile = new("--modfile")
    {
        Description = "A file to read instead of go.mod",
        HelpName = "file",
    };

    private readonly Option<bool> test = new("--test")
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

    private readonly Option<string> goRoot = new("--goroot")
    {
        Description = "The Go installation whose standard library to read, or none [default: GOROOT, or that of go on PATH]",
        HelpName = "dir",
    };

    private readonly Option<string> rules = new("--rules")
    {
        Description = "The rules to run: ids, names, scenarios (UP6xx), all; a minus before one takes it away",
        HelpName = "list",
    };

    private readonly Option<string> profile = new("--profile")
    {
        Description = "leaks: what leaks; strict: what prevents leaks too",
        HelpName = "leaks|strict",
        DefaultValueFactory = _ => "leaks",
    };

    private readonly Option<string> confidence = new("--confidence")
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
        foreach (var option in (Option[])[change, tags, mod, modFile, test, parallel, goRoot, rules, profile, confidence, color])
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

    /// <summary>The request that the options amount to.</summary>
    /// <exception cref="CheckException">The folder of -C is not there, or --rules names something that is no rule.</exception>
    public CheckRequest Request(ParseResult result, string workingFolder)
    {
        var folder = Path.GetFullPath(result.GetValue(change) ?? "", workingFolder);
        if (!Directory.Exists(folder))
        {
            throw new CheckException($"-C {result.GetValue(change)}: there is no such folder");
        }

        var named = result.GetValue(patterns) ?? [];
        var chosen = result.GetValue(rules);
        var strict = result.GetValue(profile) == "strict"
            || (chosen is not null && RuleSelection.NamesStrictRule(chosen, AllRules()));
        return new CheckRequest
        {
            Folder = folder,
            Patterns = named.Length == 0 ? ["./..."] : [.. named],
            Tags = [.. (result.GetValue(tags) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)],
            ModuleMode = result.GetValue(mod) ?? "",
            ModFile = result.GetValue(modFile) is { Length: > 0 } file ? Path.GetFullPath(file, folder) : "",
            GoRoot = GoRoot(result, workingFolder),
            Tests = result.GetValue(test),
            Parallelism = result.GetValue(parallel),
            Analysis = new AnalysisOptions
            {
                Profile = strict ? RuleProfile.Strict : RuleProfile.Leaks,
                MinimumConfidence = result.GetValue(confidence) switch
                {
                    "possible" => Confidence.Possible,
                    "proved" => Confidence.Proved,
                    _ => Confidence.Likely,
                },
                Rules = chosen is null ? null : RuleSelection.Parse(chosen, AllRules()),
            },
        };
    }

    private string? GoRoot(ParseResult result, string workingFolder)
    {
        if (result.GetValue(goRoot) is not { Length: > 0 } given)
        {
            return null;
        }

        if (given == "none")
        {
            return "";
        }

        var root = Path.GetFullPath(given, workingFolder);
        return Directory.Exists(Path.Combine(root, "src"))
            ? root
            : throw new CheckException($"--goroot {given}: no Go installation with source is there");
    }

    /// <summary>The rules there are.</summary>
    public static ImmutableArray<Rule> AllRules() => [.. LeakAnalysis.AllRules.Select(r => r.Rule)];
}
