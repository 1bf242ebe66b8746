using System.Collections.Immutable;
using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Reporting.Html;

/// <summary>Lines of a source file with what is to be said of some of them.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line that matters most.</param>
/// <param name="Marks">What is said, in the order of the lines; the first one said is where goroutines are parked.</param>
internal sealed record SourceSnippet(SourceFile File, int Line, ImmutableArray<(SourceSpan Span, string Message, bool IsParked)> Marks)
{
    private const int Context = 2;
    private const int LongestLine = 400;
    private const int MostMarks = 40;

    /// <summary>The snippets that explain a group: one a file, that of the blocked line first.</summary>
    public static ImmutableArray<SourceSnippet> Of(ExplainedGroup group, SourceExplanation source)
    {
        var parked = ParkedSource.Of(group, source);
        var marks = parked.Steps.Take(MostMarks).Select(s => (s.Span, s.Message, IsParked: false))
            .Prepend((parked.Span, parked.Message, IsParked: true));
        return
        [
            .. marks.GroupBy(m => m.Span.File).Select(file => new SourceSnippet(file.Key, file.First().Span.StartPosition.Line,
                [.. file.OrderBy(m => m.Span.Start)])),
        ];
    }

    /// <summary>A line of source without what would turn it round.</summary>
    public static string Safe(string text) => string.Join('\t', text.Split('\t').Select(DisplayText.Safe));

    /// <summary>Writes the snippet; lines that are left out are null.</summary>
    public void Write(Utf8JsonWriter json, PathDisplay paths)
    {
        json.WriteStartObject();
        json.WriteString("path", paths.Show(File.Path));
        json.WriteNumber("line", Line);
        json.WriteStartArray("lines");
        var last = 0;
        foreach (var number in Lines())
        {
            if (last > 0 && number > last + 1)
            {
                json.WriteNullValue();
            }

            WriteLine(json, number);
            last = number;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private SortedSet<int> Lines()
    {
        var lines = new SortedSet<int>();
        foreach (var (span, _, _) in Marks)
        {
            var line = span.StartPosition.Line;
            for (var i = Math.Max(1, line - Context); i <= Math.Min(File.LineCount, line + Context); i++)
            {
                lines.Add(i);
            }
        }

        return lines;
    }

    private void WriteLine(Utf8JsonWriter json, int number)
    {
        var text = File.LineText(number).TrimEnd('\r', '\n');
        text = text.Length > LongestLine ? text[..LongestLine] : text;
        json.WriteStartArray();
        json.WriteNumberValue(number);
        json.WriteStringValue(Safe(text));
        json.WriteStartArray();
        foreach (var (span, message, isParked) in Marks.Where(m => m.Span.StartPosition.Line == number))
        {
            var to = span.EndPosition.Line == number ? File.Utf16ColumnOf(span.End) : text.Length;
            json.WriteStartArray();
            json.WriteNumberValue(Math.Min(File.Utf16ColumnOf(span.Start), text.Length));
            json.WriteNumberValue(Math.Min(to, text.Length));
            json.WriteStringValue(message);
            json.WriteNumberValue(isParked ? 1 : 0);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }
}
