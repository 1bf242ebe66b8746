using System.Collections.Immutable;
using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Diagnosis;
using Unpark.Profiles;
using Rule = Unpark.Analysis.Rule;

namespace Unpark.Cli.Reporting.Html;

/// <summary>
/// The groups of a page, a column for each thing that is known of them; what they have in common is there once. Profiles
/// of 100,000 different stacks make pages of some megabytes so.
/// </summary>
internal sealed class GroupTables
{
    // Stands for the name of the blocked function in texts that many groups have in common.
    private const string Placeholder = "\ue000";

    private readonly PathDisplay paths;
    private readonly PageStrings strings = new();
    private readonly PageStacks stacks;
    private readonly List<PageGroup> groups = [];
    private readonly List<GroupDetails> details = [];
    private readonly Dictionary<string, int> lists = new(StringComparer.Ordinal);
    private readonly List<IEnumerable<long>> listItems = [];
    private readonly Dictionary<string, int> labelSets = new(StringComparer.Ordinal);
    private readonly List<IEnumerable<long>> labelItems = [];
    private readonly Dictionary<string, int> ruleNumbers = new(StringComparer.Ordinal);
    private readonly List<Rule> rules = [];

    /// <summary>Makes tables without groups.</summary>
    /// <param name="paths">How paths are shown.</param>
    public GroupTables(PathDisplay paths)
    {
        this.paths = paths;
        stacks = new PageStacks(strings, paths);
    }

    /// <summary>The number of a text; -1 of one that is null or empty.</summary>
    public int Text(string? text) => strings.OrNone(text);

    /// <summary>Adds a group behind those there are.</summary>
    public void Add(ExplainedGroup explained)
    {
        var (group, signature) = (explained.Group, explained.Diagnosed.Signature);
        var isKnown = group.Waited.Known > 0;
        groups.Add(new PageGroup
        {
            Count = group.Count,
            Leaked = group.Leaked,
            Verdict = (int)explained.Verdict,
            State = Text(ProfileWords.State(group)),
            Rule = RuleOf(explained.Rule),
            Node = stacks.Of(group.Stack.Frames),
            Blocked = group.Blocked is { } blocked ? group.Stack.Frames.IndexOf(blocked) : -1,
            Creator = stacks.Of(group.Stack.CreatedBy),
            Min = isKnown ? group.Waited.Min : -1,
            Max = isKnown ? group.Waited.Max : -1,
            Benign = Text(explained.Benign),
            Until = Text(signature?.Until),
            Why = Text(Shared(explained)),
            Reasons = Listed(explained.Reasons),
            Labels = [.. group.Labels.SelectMany(l => new[] { LabelSet(l.Labels), l.Count })],
            Fingerprint = group.Fingerprint,
        });
        details.Add(new GroupDetails(explained,
            [.. group.Stack.Ancestors.Select(a => a.Frames.Select(f => (long)stacks.Of(f)).ToImmutableArray())],
            group.States.Length < 2 ? [] : [.. group.States.Select(s => new[] { Text(ProfileWords.State(s.State)), s.Count })]));
    }

    /// <summary>Writes the members of the page's data that hold the groups.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="writeColumns">Writes columns that this page has besides.</param>
    public void Write(Utf8JsonWriter json, Action<Utf8JsonWriter>? writeColumns = null)
    {
        json.WriteStartObject("groups");
        json.WriteNumbers("count", groups.Select(g => g.Count));
        json.WriteNumbers("leaked", groups.Select(g => g.Leaked));
        json.WriteNumbers("verdict", groups.Select(g => (long)g.Verdict));
        json.WriteNumbers("state", groups.Select(g => (long)g.State));
        json.WriteNumbers("rule", groups.Select(g => (long)g.Rule));
        json.WriteNumbers("node", groups.Select(g => (long)g.Node));
        json.WriteNumbers("blocked", groups.Select(g => (long)g.Blocked));
        json.WriteNumbers("creator", groups.Select(g => (long)g.Creator));
        json.WriteNumbers("min", groups.Select(g => g.Min));
        json.WriteNumbers("max", groups.Select(g => g.Max));
        json.WriteNumbers("benign", groups.Select(g => (long)g.Benign));
        json.WriteNumbers("until", groups.Select(g => (long)g.Until));
        json.WriteNumbers("why", groups.Select(g => (long)g.Why));
        json.WriteNumbers("reasons", groups.Select(g => (long)g.Reasons));
        json.WriteNumberLists("labels", groups.Select(g => g.Labels.AsEnumerable()));
        json.WriteStartArray("fingerprint");
        groups.ForEach(g => json.WriteStringValue(g.Fingerprint));
        json.WriteEndArray();
        writeColumns?.Invoke(json);
        json.WriteEndObject();

        json.WriteStartObject("details");
        for (var i = 0; i < details.Count; i++)
        {
            details[i].Write(json, i, paths);
        }

        json.WriteEndObject();
        stacks.Write(json);
        json.WriteNumberLists("lists", listItems);
        json.WriteNumberLists("labelSets", labelItems);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Name);
            json.WriteNumber("scenario", rule.Scenario);
            json.WriteString("summary", rule.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        strings.Write(json);
    }

    // Thousands of groups are explained in the same words.
    private static string Shared(ExplainedGroup explained) => explained.Source is null && explained.Group.Blocked is { Function.Length: > 0 } blocked
        ? explained.Explanation.Replace(FunctionName.Short(blocked.Function), Placeholder, StringComparison.Ordinal)
        : explained.Explanation;

    private int RuleOf(string? id)
    {
        if (id is null || LeakAnalysis.Find(id)?.Rule is not { } rule)
        {
            return -1;
        }

        if (ruleNumbers.TryAdd(id, rules.Count))
        {
            rules.Add(rule);
        }

        return ruleNumbers[id];
    }

    private int Listed(ImmutableArray<string> texts)
        => Once(lists, listItems, string.Join('\0', texts), () => [.. texts.Select(t => (long)strings.Of(t))]);

    private long LabelSet(ImmutableArray<Label> labels)
        => Once(labelSets, labelItems, string.Join('\0', labels.Select(l => $"{l.Key}\0{l.Value}")),
            () => [.. labels.SelectMany(l => new long[] { strings.Of(l.Key), strings.Of(l.Value) })]);

    private static int Once(Dictionary<string, int> known, List<IEnumerable<long>> items, string key, Func<long[]> make)
    {
        if (!known.TryGetValue(key, out var number))
        {
            number = items.Count;
            known.Add(key, number);
            items.Add(make());
        }

        return number;
    }
}
