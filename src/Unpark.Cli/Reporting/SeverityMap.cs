using System.Collections.Immutable;
using Unpark.Analysis;

namespace Unpark.Cli.Reporting;

/// <summary>Says how severe findings are.</summary>
internal sealed class SeverityMap
{
    private readonly ImmutableDictionary<string, Severity> byRule;

    /// <summary>Makes one.</summary>
    /// <param name="byRule">The severities that were chosen, by the ids of the rules.</param>
    public SeverityMap(ImmutableDictionary<string, Severity> byRule) => this.byRule = byRule;

    /// <summary>Without choices: what is proved to leak is an error, what is likely to a warning.</summary>
    public static SeverityMap Default { get; } = new(ImmutableDictionary<string, Severity>.Empty);

    /// <summary>The severity of a finding.</summary>
    public Severity Of(Finding finding)
    {
        if (byRule.TryGetValue(finding.Rule.Id, out var chosen))
        {
            return chosen;
        }

        return finding.Confidence switch
        {
            Confidence.Possible => Severity.Note,
            // A policy that is not kept is no proof of a leak.
            Confidence.Proved when finding.Profile == RuleProfile.Leaks => Severity.Error,
            _ => Severity.Warning,
        };
    }

    /// <summary>The severity that a rule's findings have unless something is known of one.</summary>
    public Severity Of(Rule rule)
        => byRule.TryGetValue(rule.Id, out var chosen) ? chosen
            : rule.Profile == RuleProfile.Leaks ? Severity.Error : Severity.Warning;

    /// <summary>The name of a severity, in lower case.</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
