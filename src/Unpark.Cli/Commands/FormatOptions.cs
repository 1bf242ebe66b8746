using System.CommandLine;

namespace Unpark.Cli.Commands;

/// <summary>How results are written.</summary>
internal sealed class FormatOptions
{
    private readonly Option<string> format = new("--format")
    {
        Description = "How to write the results",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> json = new("--json") { Description = "The same as --format json" };

    /// <summary>Adds the options to a command.</summary>
    public FormatOptions(Command command)
    {
        format.AcceptOnlyFromAmong("text", "json");
        command.Options.Add(format);
        command.Options.Add(json);
    }

    /// <summary>True if results are to be JSON.</summary>
    public bool IsJson(ParseResult result) => result.GetValue(json) || result.GetValue(format) == "json";
}
