using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Commands;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Configuration;

/// <summary>What the settings of a configuration mean for each rule: those that name fewer rules win.</summary>
/// <param name="Rules">The ids of the rules that run; null for all.</param>
/// <param name="Strict">The ids of the rules that run though they are strict.</param>
/// <param name="Severities">The severities that were chosen.</param>
internal sealed record RulePlan(ImmutableHashSet<string>? Rules, ImmutableHashSet<string> Strict,
    ImmutableDictionary<string, Severity> Severities)
{
    /// <summary>Works it out.</summary>
    public static RulePlan Of(ImmutableArray<RuleSetting> settings, ImmutableArray<Rule> all)
    {
        var off = new HashSet<string>(StringComparer.Ordinal);
        var strict = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var severities = ImmutableDictionary.CreateBuilder<string, Severity>(StringComparer.Ordinal);
        foreach (var (setting, ids) in settings.Select(s => (s, RuleSelection.Find(s.Name, all))).OrderByDescending(p => p.Item2.Count))
        {
            // One rule to which a severity is given is meant to run; of a group that is not said.
            var named = all.Any(rule => RuleSelection.IsNamed(rule, setting.Name));
            foreach (var id in ids)
            {
                if (setting.Severity is { } severity)
                {
                    severities[id] = severity;
                }

                if (setting.On == false)
                {
                    off.Add(id);
                    strict.Remove(id);
                }
                else if (setting.On == true || named)
                {
                    off.Remove(id);
                    strict.Add(id);
                }
            }
        }

        return new RulePlan(off.Count == 0 ? null : [.. all.Select(r => r.Id).Where(id => !off.Contains(id))],
            strict.ToImmutable(), severities.ToImmutable());
    }
}
