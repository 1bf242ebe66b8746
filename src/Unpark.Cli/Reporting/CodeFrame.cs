using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Reporting;

/// <summary>Shows lines of code with what a finding says of them.</summary>
internal sealed class CodeFrame
{
    private readonly Terminal terminal;
    private readonly PathDisplay paths;
    private SourceFile? file;
    private int line;
    private int gutter;

    /// <summary>Makes a frame that writes to a terminal.</summary>
    public CodeFrame(Terminal terminal, PathDisplay paths)
    {
        this.terminal = terminal;
        this.paths = paths;
    }

    /// <summary>Shows a finding's place, then its steps in order.</summary>
    public void Write(Finding finding)
    {
        var steps = finding.Related.AsSpan();
        // A first step at the finding's own place is what to say of it.
        var own = steps.Length > 0 && steps[0].Span == finding.Span;
        Write(finding.Span, own ? steps[0].Message : "", own ? steps[1..] : steps);
    }

    /// <summary>Shows a place with a message, then steps in order.</summary>
    public void Write(SourceSpan span, string message, ReadOnlySpan<RelatedPlace> steps)
    {
        gutter = DigitsOf(span.EndPosition.Line);
        foreach (var step in steps)
        {
            gutter = Math.Max(gutter, DigitsOf(step.Span.StartPosition.Line));
        }

        gutter = Math.Max(gutter, 3) + 1;
        file = span.File;
        line = 0;
        WriteMark(span, message, TextStyle.Finding, '^');
        foreach (var step in steps)
        {
            WriteMark(step.Span, step.Message, TextStyle.Step, '-');
        }
    }

    private static int DigitsOf(int number) => number.ToString().Length;

    private void WriteMark(SourceSpan span, string message, TextStyle style, char mark)
    {
        var from = span.StartPosition;
        if (span.File != file)
        {
            var path = DisplayText.Safe(paths.Show(span.File.Path));
            terminal.Out.WriteLine($"{Gutter("-->")}{terminal.Paint(TextStyle.Strong, $" {path}:{from}")}");
            file = span.File;
            line = 0;
        }
        else if (line > 0 && from.Line != line && from.Line != line + 1)
        {
            terminal.Out.WriteLine(Gutter("..."));
        }

        var start = span.File.LineStart(from.Line);
        var content = span.File.Content[start..EndOfLine(span.File, from.Line)];
        var laid = DisplayText.Lay(content, span.Start - start, span.End - start, terminal.Width - gutter - 5);
        if (from.Line != line)
        {
            var bar = terminal.Paint(TextStyle.Faint, $"{from.Line.ToString().PadLeft(gutter)} |");
            terminal.Out.WriteLine(laid.Text.Length == 0 ? bar : $"{bar} {laid.Text}");
        }

        line = from.Line;
        var underline = new string(mark, laid.MarkWidth) + (message.Length > 0 ? $" {DisplayText.Safe(message)}" : "");
        terminal.Out.WriteLine($"{Gutter("|")} {new string(' ', laid.MarkColumn)}{terminal.Paint(style, underline)}");
    }

    private static int EndOfLine(SourceFile file, int line)
    {
        var end = line < file.LineCount ? file.LineStart(line + 1) - 1 : file.Length;
        return end > file.LineStart(line) && file.Content[end - 1] == '\r' ? end - 1 : end;
    }

    private string Gutter(string sign) => terminal.Paint(TextStyle.Faint, sign.PadLeft(gutter + 2));
}
