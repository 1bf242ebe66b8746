using System.Text.Encodings.Web;
using System.Text.Json;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Writes the leaks of tests for other programs.</summary>
internal static class TestJsonReporter
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes the report.</summary>
    public static void Write(Terminal terminal, TestView view)
    {
        terminal.Flush();
        using (var json = new Utf8JsonWriter(terminal.OutputStream, Layout))
        {
            json.WriteStartObject();
            json.WriteStartArray("leaks");
            foreach (var leak in view.Leaks)
            {
                Write(json, leak, view);
            }

            json.WriteEndArray();
            json.WriteNumber("tests", view.Tests);
            json.WriteNumber("packages", view.Packages);
            json.WriteStartArray("errors");
            foreach (var error in view.Errors)
            {
                json.WriteStringValue(error);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        terminal.OutputStream.WriteByte((byte)'\n');
        terminal.OutputStream.Flush();
    }

    private static void Write(Utf8JsonWriter json, TestLeak leak, TestView view)
    {
        var group = leak.Group.Group;
        json.WriteStartObject();
        json.WriteString("package", leak.Package);
        json.WriteString("test", leak.Test);
        json.WriteString("attribution", leak.Attribution.ToString().ToLowerInvariant());
        json.WriteString("verdict", TestWords.Of(leak.Verdict));
        json.WriteNumber("count", group.Count);
        json.WriteString("state", group.State.Text);
        json.WriteString("function", group.Blocked?.Function);
        json.WriteString("file", group.Blocked is { } blocked ? view.Root.Show(blocked.File) : null);
        json.WriteNumber("line", group.Blocked?.Line ?? 0);
        Write(json, "createdBy", group.Stack.CreatedBy, view);
        if (leak.Group.Scenario is { } scenario)
        {
            json.WriteNumber("scenario", scenario);
        }
        else
        {
            json.WriteNull("scenario");
        }

        json.WriteString("rule", leak.Group.Rule);
        json.WriteString("explanation", leak.Group.Explanation);
        json.WriteString("fix", leak.Group.Fix?.Message);
        json.WriteString("fingerprint", group.Fingerprint);
        json.WriteStartArray("stack");
        foreach (var frame in group.Stack.Frames)
        {
            Write(json, null, frame, view);
        }

        json.WriteEndArray();
        if (leak.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }
        else
        {
            json.WriteNull("seed");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string? name, Frame? frame, TestView view)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        if (frame is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("function", frame.Kind is FrameKind.Call or FrameKind.Foreign ? frame.Function : frame.ToString());
        json.WriteString("file", frame.File.Length > 0 ? view.Root.Show(frame.File) : null);
        json.WriteNumber("line", frame.Line);
        json.WriteEndObject();
    }
}
