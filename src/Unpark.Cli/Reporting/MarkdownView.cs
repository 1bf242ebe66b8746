using System.Text;
using System.Text.RegularExpressions;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>
/// Shows a rule's document on a terminal: headings, paragraphs, lists, links with their addresses, tables as they are, and
/// code, in which the lines that the tests expect to be reported are marked.
/// </summary>
internal sealed partial class MarkdownView
{
    private const int MostColumns = 100;
    private const string CodeIndent = "    ";

    private readonly Terminal terminal;
    private readonly List<string> paragraph = [];
    private readonly int width;
    private bool started;
    private bool blankNext;

    /// <summary>Makes one that writes to a terminal.</summary>
    public MarkdownView(Terminal terminal)
    {
        this.terminal = terminal;
        width = Math.Clamp(terminal.Width, 40, MostColumns);
    }

    /// <summary>Writes a document.</summary>
    public void Write(string markdown)
    {
        var fence = "";
        foreach (var line in markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            var marks = FenceOf(line);
            if (fence.Length > 0)
            {
                if (marks.Length >= fence.Length && line.Trim().Length == marks.Length && marks[0] == fence[0])
                {
                    fence = "";
                    blankNext = true;
                }
                else
                {
                    WriteCode(line);
                }
            }
            else if (marks.Length > 0)
            {
                EndParagraph();
                Separate();
                fence = marks;
            }
            else
            {
                ReadText(line);
            }
        }

        EndParagraph();
        terminal.Flush();
    }

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    private static string FenceOf(string line)
    {
        var trimmed = line.TrimStart(' ');
        if (line.Length - trimmed.Length > 3 || trimmed.Length < 3 || trimmed[0] is not ('`' or '~'))
        {
            return "";
        }

        var length = trimmed.AsSpan().IndexOfAnyExcept(trimmed[0]);
        length = length < 0 ? trimmed.Length : length;
        return length >= 3 ? trimmed[..length] : "";
    }

    private void ReadText(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.Length == 0 || trimmed.StartsWith("<!--", StringComparison.Ordinal))
        {
            EndParagraph();
            blankNext = true;
        }
        else if (trimmed[0] == '#')
        {
            EndParagraph();
            blankNext = true;
            Separate();
            terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, trimmed.TrimStart('#').Trim()));
            blankNext = true;
        }
        else if (trimmed[0] == '|')
        {
            EndParagraph();
            Separate();
            var code = false;
            terminal.Out.WriteLine(Inline(trimmed, ref code));
        }
        else
        {
            if (trimmed.StartsWith("- ", StringComparison.Ordinal) || trimmed.StartsWith("* ", StringComparison.Ordinal))
            {
                EndParagraph();
            }

            paragraph.AddRange(Link().Replace(trimmed, "$1 <$2>").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private void WriteCode(string line)
    {
        var want = line.IndexOf("// want ", StringComparison.Ordinal);
        var text = want >= 0 ? line[..want].TrimEnd() : line;
        if (want >= 0)
        {
            if (text.Length == 0)
            {
                return;
            }

            text += " // <- reported";
        }

        text = DisplayText.Safe(text.Replace("\t", CodeIndent, StringComparison.Ordinal));
        terminal.Out.WriteLine(text.Length == 0 ? "" : CodeIndent + terminal.Paint(TextStyle.Code, text));
    }

    // Breaks the words into lines. A code span may go over several of them.
    private void EndParagraph()
    {
        if (paragraph.Count == 0)
        {
            return;
        }

        Separate();
        var indent = paragraph[0] is "-" or "*" ? "  " : "";
        var line = new StringBuilder();
        var code = false;
        foreach (var word in paragraph)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                terminal.Out.WriteLine(Inline(line.ToString(), ref code));
                line.Clear().Append(indent).Append(word);
            }
            else
            {
                line.Append(line.Length > 0 ? " " : "").Append(word);
            }
        }

        terminal.Out.WriteLine(Inline(line.ToString(), ref code));
        paragraph.Clear();
    }

    private void Separate()
    {
        if (blankNext && started)
        {
            terminal.Out.WriteLine();
        }

        blankNext = false;
        started = true;
    }

    // With colour the backquotes around code become a colour; without, they stay.
    private string Inline(string text, ref bool code)
    {
        text = DisplayText.Safe(text);
        if (!terminal.ColorOut)
        {
            return text;
        }

        var painted = new StringBuilder(text.Length + 32);
        foreach (var part in text.Split('`'))
        {
            painted.Append(code ? terminal.Paint(TextStyle.Code, part) : part);
            code = !code;
        }

        // The last part has no backquote behind it.
        code = !code;
        return painted.ToString();
    }
}
