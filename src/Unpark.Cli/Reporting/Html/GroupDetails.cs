using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Unpark.Analysis;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;
using Unpark.Diagnosis;

namespace Unpark.Cli.Reporting.Html;

/// <summary>What a page shows only of a group that is looked at; most groups have little of it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Ancestors">The frames of the stacks that started them.</param>
/// <param name="States">Texts of states, each with its number of goroutines, if there are several.</param>
internal sealed record GroupDetails(ExplainedGroup Group, ImmutableArray<ImmutableArray<long>> Ancestors, ImmutableArray<long[]> States)
{
    /// <summary>Writes a member by the number of the group, or none if there is nothing to tell.</summary>
    public void Write(Utf8JsonWriter json, int number, PathDisplay paths)
    {
        var (ids, waits) = (Group.Group.Ids, Group.Group.Waited.Buckets);
        var snippets = Group.Source is { Skew: null } source ? SourceSnippet.Of(Group, source) : [];
        if (ids.IsEmpty && waits.IsEmpty && snippets.IsEmpty && Ancestors.IsEmpty && States.IsEmpty && Group.Fix is null)
        {
            return;
        }

        json.WriteStartObject(number.ToString(CultureInfo.InvariantCulture));
        if (!ids.IsEmpty)
        {
            json.WriteNumbers("ids", ids);
        }

        if (!waits.IsEmpty)
        {
            json.WriteNumbers("waits", waits);
        }

        if (!States.IsEmpty)
        {
            json.WriteNumberLists("states", States);
        }

        if (!Ancestors.IsEmpty)
        {
            json.WriteNumberLists("ancestors", Ancestors.Select(a => a.AsEnumerable()));
        }

        if (!snippets.IsEmpty)
        {
            json.WriteStartArray("source");
            foreach (var snippet in snippets)
            {
                snippet.Write(json, paths);
            }

            json.WriteEndArray();
        }

        if (Group.Fix is { } fix)
        {
            WriteFix(json, fix, paths);
        }

        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, Fix fix, PathDisplay paths)
    {
        json.WriteStartObject("fix");
        json.WriteString("message", fix.Message);
        json.WriteBoolean("preferred", fix.Preferred);
        json.WriteStartArray("diff");
        foreach (var change in FixComposer.Compose([fix]).Changes)
        {
            var name = paths.Show(change.File.Path).Replace('\\', '/');
            foreach (var line in UnifiedDiff.Compute(name, change.File.Content.ToArray(), change.NewContent))
            {
                json.WriteStringValue(SourceSnippet.Safe(Encoding.UTF8.GetString(line.Span).TrimEnd('\r', '\n')));
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
