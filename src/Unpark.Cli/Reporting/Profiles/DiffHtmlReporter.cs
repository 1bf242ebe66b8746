using System.Globalization;
using System.Text.Json;
using Unpark.Cli.Reporting.Html;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes what changed from profile to profile as a page for the browser.</summary>
internal static class DiffHtmlReporter
{
    /// <summary>Writes the page.</summary>
    public static void Write(Terminal terminal, DiffView view)
    {
        var tables = new GroupTables(view.Paths);
        foreach (var group in view.Groups)
        {
            tables.Add(view.Of(group));
        }

        var lifecycles = view.Groups.Select(g => (long)tables.Text(g.Lifecycle)).ToArray();
        var reasons = view.Groups.Select(g => (long)tables.Text(g.Reason)).ToArray();
        var goroutines = string.Join(" → ", view.Profiles.Select(p => p.Profile.Goroutines.ToString("N0", CultureInfo.InvariantCulture)));
        terminal.Flush();
        HtmlPage.Write(terminal.OutputStream, $"{DisplayText.Safe(view.Profiles[0].Name)} → {DisplayText.Safe(view.Profiles[^1].Name)}",
            $"{goroutines} goroutines in {view.Profiles.Length} profiles", json =>
        {
            json.WriteString("kind", "diff");
            json.WriteBoolean("perHour", view.IsTimed);
            ProfileHtmlReporter.WriteProfiles(json, view.Profiles);
            WriteLifecycles(json, view);
            tables.Write(json, columns =>
            {
                columns.WriteNumbers("change", view.Groups.Select(g => (long)g.Change));
                columns.WriteNumbers("counts", view.Groups.SelectMany(g => g.Counts));
                columns.WriteNumbers("lifecycle", lifecycles);
                columns.WriteNumbers("changeReason", reasons);
                columns.WriteStartArray("slope");
                foreach (var group in view.Groups)
                {
                    if (group.Trend is { } trend && double.IsFinite(trend.Slope))
                    {
                        columns.WriteNumberValue(Math.Round(trend.Slope, 4));
                    }
                    else
                    {
                        columns.WriteNullValue();
                    }
                }

                columns.WriteEndArray();
            });
        });
    }

    private static void WriteLifecycles(Utf8JsonWriter json, DiffView view)
    {
        json.WriteStartArray("lifecycles");
        foreach (var (name, count) in view.OpenLifecycles)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
