using System.Collections.Immutable;
using Spectre.Console;
using Rule = Unpark.Analysis.Rule;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Lists rules in a table.</summary>
internal static class RuleTable
{
    /// <summary>Writes the table; without a terminal each rule takes one line, however long.</summary>
    public static void Write(Terminal terminal, ImmutableArray<Rule> rules)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("Rule", "Name", "Profile", "Finds");
        table.ShowHeaders = true;
        foreach (var rule in rules)
        {
            table.AddRow(
                new Text(rule.Id, new Style(decoration: Decoration.Bold)),
                new Text(rule.Name),
                new Text(rule.Profile == Analysis.RuleProfile.Leaks ? "leaks" : "strict"),
                new Text(rule.Summary));
        }

        foreach (var column in table.Columns.Take(3))
        {
            column.NoWrap();
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = terminal.ColorOut ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.ColorOut ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.OutIsTerminal ? terminal.Width : 4096;
        console.Write(table);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // The last column is filled up with blanks.
            terminal.Out.WriteLine(line.TrimEnd());
        }

        terminal.Flush();
    }
}
