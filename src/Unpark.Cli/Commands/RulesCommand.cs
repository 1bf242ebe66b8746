using System.CommandLine;
using Unpark.Analysis;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark rules</c>.</summary>
internal sealed class RulesCommand : Command
{
    /// <summary>Makes the command.</summary>
    public RulesCommand(Terminal terminal)
        : base("rules", "Lists the rules.")
    {
        var format = new FormatOptions(this);
        SetAction(result =>
        {
            terminal.UseColor(ColorChoice.Auto);
            var rules = TargetOptions.AllRules();
            if (format.IsJson(result))
            {
                JsonOutput.Write(terminal, [.. rules.Select(Convert)], JsonOutput.Default.JsonRuleArray);
            }
            else
            {
                RuleTable.Write(terminal, rules);
            }

            return 0;
        });
    }

    private static JsonRule Convert(Rule rule) => new(rule.Id, rule.Name, rule.Scenario,
        rule.Profile == RuleProfile.Leaks ? "leaks" : "strict", rule.Summary);
}
