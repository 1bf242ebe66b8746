using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;
using Unpark.Cli.Profiling;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary>What the commands that read profiles have in common.</summary>
internal sealed class ProfileOptions
{
    private readonly Option<double> timeout = new("--timeout")
    {
        Description = "How many seconds a server may keep silent",
        HelpName = "seconds",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<string[]> src = new("--src")
    {
        Description = "The source of the program, several times if it is in several folders, or none [default: the module here, "
            + "if the profile names it]",
        HelpName = "dir",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly GoRootOption goRoot = new();

    private readonly ConfigurationOption configuration = new();

    private readonly Option<long> many = new("--many")
    {
        Description = "How many goroutines at one place are suspect",
        HelpName = "n",
        DefaultValueFactory = _ => DiagnosisOptions.Default.Many,
    };

    private readonly Terminal terminal;
    private readonly string folder;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="terminal">Where problems with the source are said.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="withServers">Whether the profiles may come from servers.</param>
    public ProfileOptions(Command command, Terminal terminal, string folder, bool withServers = true)
    {
        (this.terminal, this.folder) = (terminal, folder);
        foreach (var option in withServers
            ? (Option[])[src, goRoot.Option, configuration.Option, many, timeout]
            : [src, goRoot.Option, configuration.Option, many])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What reads profiles.</summary>
    public ProfileInputs Inputs(ParseResult result, CancellationToken cancellation)
        => new(folder, Timeout(result), cancellation);

    /// <summary>What opens servers.</summary>
    public ProfileSource Source(ParseResult result) => new(folder, Timeout(result));

    /// <summary>How long a server may keep silent.</summary>
    public TimeSpan Timeout(ParseResult result) => result.GetValue(timeout) is > 0 and < 1e6 and var seconds
        ? TimeSpan.FromSeconds(seconds) : throw new CheckException("--timeout wants a number of seconds above 0");

    /// <summary>What makes goroutines suspect.</summary>
    public DiagnosisOptions Diagnosis(ParseResult result)
    {
        var number = result.GetValue(many);
        return number < 1 ? throw new CheckException("--many wants a number of at least 1") : new DiagnosisOptions
        {
            Many = number,
            Few = Math.Min(number, DiagnosisOptions.Default.Few),
            Signatures = SignatureSet.Known.With(Configuration(result).Goroutines),
        };
    }

    /// <summary>True if a folder of source is named.</summary>
    public bool NamesSource(ParseResult result) => result.GetValue(src) is { Length: > 0 } given && given is not ["none"];

    /// <summary>
    /// Groups with what their source says of them, if there is source; what keeps it from being read goes to standard error.
    /// </summary>
    /// <param name="result">The options.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="tests">The tests that have left each of them behind, which were built here just now; null if none have.</param>
    public ImmutableArray<ExplainedGroup> Explain(ParseResult result, ImmutableArray<DiagnosedGroup> groups, CancellationToken cancellation,
        IReadOnlyDictionary<DiagnosedGroup, LeftByTest>? tests = null)
    {
        var given = result.GetValue(src) ?? [];
        if (given is ["none"])
        {
            return SourceJoin.Without(groups);
        }

        foreach (var name in given)
        {
            if (!Directory.Exists(Path.GetFullPath(name, folder)))
            {
                throw new CheckException($"--src {name}: there is no such folder");
            }
        }

        var defaults = new SourceOptions
        {
            Folders = given.Length == 0 ? [folder] : [.. given.Select(name => Path.GetFullPath(name, folder))],
            IsCertain = given.Length > 0,
            IsBuiltHere = tests is not null && given.Length == 0,
            Tests = tests,
            GoRoot = goRoot.Read(result, folder),
        };
        var joined = SourceJoin.Explain(groups, defaults with
        {
            Analysis = defaults.Analysis with { Lifecycles = Configuration(result).Lifecycles },
        }, cancellation);
        foreach (var problem in joined.Problems)
        {
            terminal.WriteError(problem);
        }

        return joined.Groups;
    }

    /// <summary>The configuration file, or what there is without one.</summary>
    public UnparkConfiguration Configuration(ParseResult result) => configuration.Read(result, folder);
}
