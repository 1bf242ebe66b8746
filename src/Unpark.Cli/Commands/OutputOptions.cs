using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Commands;

/// <summary>In which formats the results are written, and where to.</summary>
internal sealed class OutputOptions
{
    private const string Page = "html";

    private readonly Option<string[]> format;

    private readonly Option<bool> json = new("--json") { Description = "The same as --format json" };

    private readonly Option<string?> html = new("--html")
    {
        Description = "Write a page for the browser to this file as well",
        HelpName = "file",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="formats">The formats it can write.</param>
    /// <param name="withShorthand">Whether --json means --format json; of go test it means something else.</param>
    public OutputOptions(Command command, ImmutableArray<string> formats, bool withShorthand = true)
    {
        format = new Option<string[]>("--format")
        {
            Description = $"How to write the results: {string.Join(", ", formats)}; with =FILE behind it, where to. "
                + "May be given several times [default: text]",
            HelpName = "name[=file]",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        format.Validators.Add(result =>
        {
            var onTerminal = 0;
            foreach (var value in result.Tokens.Select(t => t.Value))
            {
                var equals = value.IndexOf('=', StringComparison.Ordinal);
                var name = equals < 0 ? value : value[..equals];
                onTerminal += equals < 0 ? 1 : 0;
                if (!formats.Contains(name))
                {
                    result.AddError($"no format \"{name}\"{Spelling.Suggest(name, formats)}: "
                        + $"there are {string.Join(", ", formats)}");
                }
                else if (equals == value.Length - 1)
                {
                    result.AddError($"--format {value} names no file");
                }
            }

            if (onTerminal > 1)
            {
                result.AddError("only one format can go to standard output: write --format NAME=FILE for the others");
            }
        });
        command.Options.Add(format);
        if (withShorthand)
        {
            command.Options.Add(json);
        }

        if (formats.Contains(Page))
        {
            command.Options.Add(html);
        }
    }

    /// <summary>What is to be written.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="folder">The folder that files are relative to.</param>
    public ImmutableArray<OutputTarget> Targets(ParseResult result, string folder)
    {
        var targets = ImmutableArray.CreateBuilder<OutputTarget>();
        foreach (var value in result.GetValue(format) ?? [])
        {
            var equals = value.IndexOf('=', StringComparison.Ordinal);
            targets.Add(equals < 0
                ? new OutputTarget(value, null)
                : new OutputTarget(value[..equals], Path.GetFullPath(value[(equals + 1)..], folder)));
        }

        if (result.GetValue(json))
        {
            targets.RemoveAll(t => t.Path is null);
            targets.Add(new OutputTarget("json", null));
        }
        else if (targets.Count == 0)
        {
            targets.Add(new OutputTarget("text", null));
        }

        if (result.GetValue(html) is { Length: > 0 } page)
        {
            targets.Add(new OutputTarget(Page, Path.GetFullPath(page, folder)));
        }

        return targets.DrainToImmutable();
    }
}
