using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;

namespace Unpark.Cli.Commands;

/// <summary><c>--config</c>: which configuration file counts.</summary>
internal sealed class ConfigurationOption
{
    private readonly Option<string> option = new("--config")
    {
        Description = "The configuration file, or none [default: the nearest unpark.toml upwards]",
        HelpName = "file",
    };

    /// <summary>The option, to be added to a command.</summary>
    public Option Option => option;

    /// <summary>The configuration for a folder.</summary>
    /// <exception cref="CheckException">The file cannot be read, or is not right.</exception>
    public UnparkConfiguration Read(ParseResult result, string folder)
    {
        var given = result.GetValue(option);
        if (given == "none")
        {
            return UnparkConfiguration.Empty;
        }

        var path = given is { Length: > 0 } ? Path.GetFullPath(given, folder) : ConfigurationFile.Find(folder);
        return path is null ? UnparkConfiguration.Empty : ConfigurationFile.Read(path, new PathDisplay(folder).Show(path));
    }
}
