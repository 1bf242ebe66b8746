using System.CommandLine;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Exploring;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark explain</c>.</summary>
internal sealed class ExplainCommand : Command
{
    /// <summary>Makes the command.</summary>
    public ExplainCommand(Terminal terminal)
        : base("explain", "Says what a rule finds, why that leaks, and how to mend it.")
    {
        var rule = new Argument<string>("rule") { Description = "The rule's id or name, such as UP601 or missing-unlock" };
        Arguments.Add(rule);
        SetAction(result =>
        {
            terminal.UseColor(ColorChoice.Auto);
            var asked = result.GetRequiredValue(rule);
            var found = LeakAnalysis.Find(asked)?.Rule ?? (LeakFindings.IsNeutral(asked) ? LeakFindings.Neutral : null);
            var document = found is null ? null : RuleDocuments.Read(found.Id);
            if (document is null)
            {
                var suggestion = Spelling.Suggest(asked, RuleSelection.Words(TargetOptions.AllRules()));
                throw new CheckException($"no rule \"{asked}\"{suggestion}: \"unpark rules\" lists them");
            }

            new MarkdownView(terminal).Write(document);
            return 0;
        });
    }
}
