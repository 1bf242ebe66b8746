using System.Text;
using System.Text.Json;
using Unpark.Cli.Exploring;
using Unpark.Cli.Reporting.Html;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Reporting.Exploring;

/// <summary>Writes schedules as a page for the browser: a picture of each, with the code of its steps.</summary>
internal sealed class ExploreHtmlReporter
{
    private const int Context = 4;
    private const int LongestLine = 400;

    private readonly ExplorationView view;
    private readonly Dictionary<(string, int), int> snippets = [];
    private readonly List<StackFrame> places = [];

    private ExploreHtmlReporter(ExplorationView view) => this.view = view;

    /// <summary>Writes the page.</summary>
    public static void Write(Terminal terminal, ExplorationView view)
    {
        terminal.Flush();
        var names = string.Join(", ", view.Explorations.Select(e => e.Root.Name));
        var count = view.Leaks.Count();
        HtmlPage.Write(PageParts.Schedule, terminal.OutputStream,
            DisplayText.Safe($"{view.Explorations[0].Root.Package}: {(names.Length > 80 ? $"{view.Explorations.Length} tests" : names)}"),
            ProblemWriter.Count(count, "goroutine", "goroutines") + " can block for ever",
            new ExploreHtmlReporter(view).WriteData);
        terminal.OutputStream.Flush();
    }

    private void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartArray("notices");
        foreach (var exploration in view.Explorations)
        {
            foreach (var limit in exploration.Result.Limits)
            {
                json.WriteStringValue(DisplayText.Safe($"{exploration.Root.Name}: not everything was looked at: {limit}"));
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("traces");
        foreach (var exploration in view.Explorations)
        {
            foreach (var leak in exploration.Leaks.Where(l => l.Trace is not null))
            {
                WriteTrace(json, exploration, leak, leak.Trace!);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("snippets");
        foreach (var place in places)
        {
            WriteSnippet(json, place);
        }

        json.WriteEndArray();
    }

    private void WriteTrace(Utf8JsonWriter json, Exploration exploration, ExploredLeak leak, Trace trace)
    {
        var package = exploration.Root.Package;
        var span = leak.Finding.Span;
        json.WriteStartObject();
        json.WriteString("title", DisplayText.Safe($"{Path.GetFileName(span.File.Path)}:{span.StartPosition.Line} {leak.Leak.WaitReason}"));
        json.WriteString("subtitle", DisplayText.Safe(exploration.Root.Name));
        json.WriteString("place", DisplayText.Safe($"{view.Paths.Show(span.File.Path)}:{span.StartPosition}"));
        json.WriteString("rule", leak.Finding.Rule.Id);
        json.WriteString("message", DisplayText.Safe(leak.Finding.Message));
        json.WriteStartArray("story");
        if (trace.Goroutines.FirstOrDefault(g => g.Number == leak.Leak.Goroutine) is { } leaked)
        {
            foreach (var line in LeakStory.Of(trace, leaked, package))
            {
                json.WriteStringValue(DisplayText.Safe(line));
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("goroutines");
        foreach (var goroutine in trace.Goroutines)
        {
            json.WriteStartObject();
            json.WriteNumber("number", goroutine.Number);
            json.WriteString("name", DisplayText.Safe(GoroutineWords.Short(goroutine.Function, package)));
            json.WriteString("fate", goroutine.Fate switch
            {
                GoroutineFate.Ended => "ends",
                GoroutineFate.Stuck => "blocked for ever",
                GoroutineFate.Waits => "waits",
                _ => "can go on",
            });
            json.WriteBoolean("stuck", goroutine.Fate == GoroutineFate.Stuck);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in ScheduleRows.Of(trace, package))
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
        json.WriteStartArray("locks");
        foreach (var held in trace.Locks)
        {
            json.WriteStartObject();
            json.WriteNumber("goroutine", held.Goroutine);
            json.WriteString("name", DisplayText.Safe(trace.Objects[held.Object].Name));
            json.WriteNumber("from", held.From + 1);
            if (held.To is { } to)
            {
                json.WriteNumber("to", to + 1);
            }
            else
            {
                json.WriteNull("to");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter json, ScheduleRow row)
    {
        json.WriteStartObject();
        json.WriteString("kind", row.Kind switch
        {
            ScheduleRowKind.Step => "did",
            ScheduleRowKind.Start => "start",
            ScheduleRowKind.End => "end",
            ScheduleRowKind.Blocked => "blocked",
            ScheduleRowKind.Exit => "exit",
            _ => "left",
        });
        json.WriteNumber("step", row.Step);
        json.WriteNumber("goroutine", row.Goroutine);
        json.WriteString("text", DisplayText.Safe(row.Text));
        json.WriteString("place", DisplayText.Safe(row.Place is { } at ? GoroutineWords.Place(at) : ""));
        json.WriteNumber("sentIn", row.SentIn);
        json.WriteNumber("rounds", row.Rounds);
        if (row.Other is { } other)
        {
            json.WriteNumber("other", other);
            json.WriteString("otherText", DisplayText.Safe(row.OtherText));
        }

        WriteCode("code", row.Place);
        WriteCode("otherCode", row.OtherPlace);
        json.WriteEndObject();

        void WriteCode(string name, StackFrame? frame)
        {
            if (frame?.Source is null)
            {
                return;
            }

            if (!snippets.TryGetValue((frame.File, frame.Line), out var number))
            {
                number = places.Count;
                snippets.Add((frame.File, frame.Line), number);
                places.Add(frame);
            }

            json.WriteNumber(name, number);
        }
    }

    private void WriteSnippet(Utf8JsonWriter json, StackFrame place)
    {
        var file = place.Source!;
        var first = Math.Max(1, place.Line - Context);
        var last = Math.Min(file.LineCount, place.Line + Context);
        json.WriteStartObject();
        json.WriteString("file", DisplayText.Safe(view.Paths.Show(place.File)));
        json.WriteNumber("line", place.Line);
        json.WriteNumber("first", first);
        json.WriteStartArray("text");
        for (var line = first; line <= last; line++)
        {
            var start = file.LineStart(line);
            var end = line < file.LineCount ? file.LineStart(line + 1) - 1 : file.Length;
            var text = Encoding.UTF8.GetString(file.Content[start..Math.Min(end, start + LongestLine)]).TrimEnd('\r');
            json.WriteStringValue(SourceSnippet.Safe(text));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
