using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Commands;

/// <summary>Reads the value of <c>--rule</c>.</summary>
internal static class RuleSelection
{
    /// <summary>
    /// The ids of the rules a list names. An entry is an id, a name, a scenario such as <c>UP6xx</c>, or <c>all</c>; with
    /// a minus before it, it takes away. A list that begins with a minus takes away from all.
    /// </summary>
    /// <param name="list">Entries with commas or blanks between them.</param>
    /// <param name="rules">The rules there are.</param>
    /// <exception cref="CheckException">An entry names nothing.</exception>
    public static ImmutableHashSet<string> Parse(string list, ImmutableArray<Rule> rules)
    {
        var chosen = ImmutableHashSet.CreateBuilder<string>();
        var entries = Entries(list);
        if (entries.Length == 0)
        {
            throw new CheckException("--rule names no rule: \"unpark rules\" lists them");
        }

        for (var i = 0; i < entries.Length; i++)
        {
            var takesAway = entries[i].StartsWith('-');
            var named = Named(entries[i].TrimStart('-'), rules);
            if (takesAway && i == 0)
            {
                chosen.UnionWith(rules.Select(r => r.Id));
            }

            if (takesAway)
            {
                chosen.ExceptWith(named);
            }
            else
            {
                chosen.UnionWith(named);
            }
        }

        return chosen.ToImmutable();
    }

    /// <summary>The ids of the rules an entry names: its id or name, a scenario such as <c>UP6xx</c>, or <c>all</c>.</summary>
    public static List<string> Find(string entry, ImmutableArray<Rule> rules)
    {
        var named = new List<string>();
        foreach (var rule in rules)
        {
            if (entry is "all" || IsNamed(rule, entry) || Is($"UP{rule.Scenario}xx", entry))
            {
                named.Add(rule.Id);
            }
        }

        return named;
    }

    /// <summary>True if a word is the id or the name of a rule.</summary>
    public static bool IsNamed(Rule rule, string word) => Is(rule.Id, word) || Is(rule.Name, word);

    private static List<string> Named(string entry, ImmutableArray<Rule> rules)
    {
        var named = Find(entry, rules);
        if (named.Count == 0)
        {
            throw new CheckException($"no rule \"{entry}\"{Spelling.Suggest(entry, Words(rules))}: \"unpark rules\" lists them");
        }

        return named;
    }

    /// <summary>What the rules are called: their ids and their names.</summary>
    public static IEnumerable<string> Words(ImmutableArray<Rule> rules) => rules.SelectMany(r => new[] { r.Id, r.Name });

    /// <summary>
    /// The ids of the rules that a list names by id or name: what is asked for by name is wanted though it is strict.
    /// </summary>
    public static ImmutableHashSet<string> NamedOneByOne(string list, ImmutableArray<Rule> rules)
        => [.. rules.Where(r => Entries(list).Any(e => IsNamed(r, e))).Select(r => r.Id)];

    private static string[] Entries(string list)
        => list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Is(string x, string y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
