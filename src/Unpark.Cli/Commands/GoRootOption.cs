using System.CommandLine;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Commands;

/// <summary><c>--goroot</c>: whose standard library is read.</summary>
internal sealed class GoRootOption
{
    private readonly Option<string> option = new("--goroot")
    {
        Description = "The Go installation whose standard library to read, or none [default: GOROOT, or that of go on PATH]",
        HelpName = "dir",
    };

    /// <summary>The option, to be added to a command.</summary>
    public Option Option => option;

    /// <summary>The folder; empty for none, null for the default.</summary>
    /// <exception cref="CheckException">No Go installation is there.</exception>
    public string? Read(ParseResult result, string workingFolder)
    {
        if (result.GetValue(option) is not { Length: > 0 } given)
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
}
