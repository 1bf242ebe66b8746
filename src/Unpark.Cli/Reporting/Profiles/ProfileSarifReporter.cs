using System.Text.Encodings.Web;
using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes goroutines as a SARIF log: a result a group, at the line that blocks.</summary>
internal sealed class ProfileSarifReporter(Terminal terminal, Func<string, string> show)
{
    private const string Unclassified = "goroutine-leak";

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes what leaks or may leak in a profile.</summary>
    public void Write(ProfileView view) => Write(view.Groups.Where(g => g.Verdict != Verdict.Normal).Select(g =>
    {
        var state = ProfileWords.State(g.Group) is { Length: > 0 } words ? $" in {words}" : "";
        return new SarifGroup(g, g.Verdict == Verdict.Leaked, $"{ProfileWords.Count(g.Group.Count, "goroutine")} {ProfileWords.Of(g.Verdict)}{state}: "
            + $"{g.Explanation} ({string.Join("; ", g.Reasons)})", [("verdict", ProfileWords.Of(g.Verdict))]);
    }));

    /// <summary>Writes a log.</summary>
    public void Write(IEnumerable<SarifGroup> results)
    {
        var groups = results.ToArray();
        var rules = groups.Select(g => g.Group.Rule ?? Unclassified).Distinct().Order(StringComparer.Ordinal).ToList();
        terminal.Flush();
        using (var json = new Utf8JsonWriter(terminal.OutputStream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules);
            json.WriteStartArray("results");
            foreach (var group in groups)
            {
                WriteResult(json, group, rules.IndexOf(group.Group.Rule ?? Unclassified));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        terminal.OutputStream.WriteByte((byte)'\n');
        terminal.OutputStream.Flush();
    }

    private static void WriteTool(Utf8JsonWriter json, List<string> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "unpark");
        json.WriteString("version", ProductVersion.Number);
        json.WriteStartArray("rules");
        foreach (var id in rules)
        {
            var rule = LeakAnalysis.Find(id)?.Rule;
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("name", rule?.Name ?? id);
            WriteText(json, "shortDescription", rule?.Summary ?? "Goroutines that leak or may leak.");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter json, SarifGroup result, int rule)
    {
        var group = result.Group;
        json.WriteStartObject();
        json.WriteString("ruleId", group.Rule ?? Unclassified);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", result.IsError ? "error" : "warning");
        WriteText(json, "message", result.Message);
        json.WriteStartArray("locations");
        if (group.Source is { } source)
        {
            WriteLocation(json, source.File.Path, source.Line, null);
        }
        else if (group.Group.Blocked is { File.Length: > 0 } blocked)
        {
            WriteLocation(json, blocked.File, blocked.Line, null);
        }

        json.WriteEndArray();
        json.WriteStartArray("stacks");
        json.WriteStartObject();
        json.WriteStartArray("frames");
        foreach (var frame in group.Group.Stack.Frames.Where(f => f.File.Length > 0))
        {
            json.WriteStartObject();
            json.WritePropertyName("location");
            WriteLocation(json, frame.File, frame.Line, frame.Function);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("goroutineStack/v1", group.Group.Fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteNumber("count", group.Group.Count);
        foreach (var (name, value) in result.Properties)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteLocation(Utf8JsonWriter json, string path, int line, string? function)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri(show(path)));
        json.WriteEndObject();
        if (line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", line);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (function is not null)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", function);
            json.WriteString("kind", "function");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Uri(string path)
    {
        var slashes = path.Replace('\\', '/');
        var escaped = string.Join('/', slashes.Split('/').Select(System.Uri.EscapeDataString));
        return slashes.StartsWith('/') ? "file://" + escaped : escaped;
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
