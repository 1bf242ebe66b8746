using System.Globalization;
using System.Text.Json;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting.Html;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes a profile as a page for the browser.</summary>
internal static class ProfileHtmlReporter
{
    /// <summary>Writes the page.</summary>
    public static void Write(Terminal terminal, ProfileView view)
    {
        var tables = new GroupTables(view.Paths);
        foreach (var group in view.Groups)
        {
            tables.Add(group);
        }

        terminal.Flush();
        HtmlPage.Write(terminal.OutputStream, DisplayText.Safe(view.Name), Subline(view), json =>
        {
            json.WriteString("kind", "profile");
            WriteProfiles(json, [new NamedProfile(view.Name, view.Profile)]);
            json.WriteNumber("history", view.History?.Length ?? 1);
            tables.Write(json, columns => columns.WriteNumbers("counts",
                view.History is { } history ? view.Groups.SelectMany(g => history.Of(g.Group)) : []));
        });
    }

    /// <summary>Writes what profiles a page shows, and what of them could not be understood.</summary>
    public static void WriteProfiles(Utf8JsonWriter json, IReadOnlyList<NamedProfile> profiles)
    {
        json.WriteStartArray("profiles");
        foreach (var (name, profile) in profiles)
        {
            json.WriteStartObject();
            json.WriteString("name", DisplayText.Safe(name));
            json.WriteNumber("goroutines", profile.Goroutines);
            json.WriteString("time", profile.Time is { } time ? Time(time) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var (name, profile) in profiles)
        {
            foreach (var problem in ProfileProblems.Of(name, profile, Profile.MaxUnparsedParts))
            {
                json.WriteStringValue(DisplayText.Safe(problem));
            }
        }

        json.WriteEndArray();
    }

    private static string Subline(ProfileView view)
    {
        var profile = view.Profile;
        var form = profile.Format switch
        {
            ProfileFormat.Pprof => "debug=0",
            ProfileFormat.Counts => "debug=1",
            _ => profile.Title is null ? "debug=2" : "dump",
        };
        string?[] parts =
        [
            $"{Grouped(profile.Goroutines)} goroutines in {Grouped(view.Groups.Length)} groups", profile.Title is { } title ? DisplayText.Safe(title) : null,
            $"{profile.Name}, {form}", profile.Time is { } time ? Time(time) : null,
            profile.Unparsed > 0 ? $"{Grouped(profile.Unparsed)} lines not understood" : null,
        ];
        return string.Join(" · ", parts.Where(p => p is not null));
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
