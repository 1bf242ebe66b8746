using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes for other programs what changed from profile to profile.</summary>
internal static class DiffJsonReporter
{
    /// <summary>Writes the comparison.</summary>
    public static void Write(Terminal terminal, DiffView view)
    {
        var last = new ProfileView("", view.Profiles[^1].Profile, [], view.Paths);
        JsonOutput.Write(terminal, new JsonDiff([.. view.Profiles.Select(p => p.Profile.Goroutines)],
        [
            .. view.Groups.Select(g => new JsonChange(DiffTextReporter.Word(g.Change), g.Counts, g.Difference, g.Trend?.Slope,
                g.Trend?.PValue, g.Lifecycle, ProfileJsonReporter.Convert(view.Of(g), last))),
        ]), JsonOutput.Default.JsonDiff);
    }
}
