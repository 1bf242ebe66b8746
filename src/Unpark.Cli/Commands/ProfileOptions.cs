using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;
using Unpark.Cli.Profiling;
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

    private readonly Option<string> src = new("--src")
    {
        Description = "The source of the program, or none [default: the module here, if the profile names it]",
        HelpName = "dir",
    };

    private readonly GoRootOption goRoot = new();

    private readonly ConfigurationOption configuration = new();

    private readonly Option<long> many = new("--many")
    {
        Description = "How many goroutines at one place are suspect",
        HelpName = "n",
        DefaultValueFactory = _ => DiagnosisOptions.Default.Many,
    };

    private readonly string folder;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="withServers">Whether the profiles may come from servers.</param>
    public ProfileOptions(Command command, string folder, bool withServers = true)
    {
        this.folder = folder;
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

    /// <summary>Groups with what their source says of them, if there is source.</summary>
    public ImmutableArray<ExplainedGroup> Explain(ParseResult result, ImmutableArray<DiagnosedGroup> groups, CancellationToken cancellation)
    {
        var given = result.GetValue(src);
        if (given == "none")
        {
            return SourceJoin.Without(groups);
        }

        var at = Path.GetFullPath(given ?? "", folder);
        if (!Directory.Exists(at))
        {
            throw new CheckException($"--src {given}: there is no such folder");
        }

        var defaults = new SourceOptions { Folder = at, IsCertain = given is not null, GoRoot = goRoot.Read(result, folder) };
        return SourceJoin.Explain(groups, defaults with
        {
            Analysis = defaults.Analysis with { Lifecycles = Configuration(result).Lifecycles },
        }, cancellation);
    }

    /// <summary>The configuration file, or what there is without one.</summary>
    public UnparkConfiguration Configuration(ParseResult result) => configuration.Read(result, folder);
}
