using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// The lines of a go.mod or go.work file, blocks resolved: <c>require ( a v1 )</c> reads as <c>require a v1</c>.
/// Source: golang.org/x/mod/modfile, read.go.
/// </summary>
internal sealed class ModLines
{
    private readonly string[] lines;
    private readonly string name;
    private readonly List<string> words = [];
    private readonly List<string> errors = [];
    private string block = "";
    private int line;

    public ModLines(SourceFile file)
    {
        name = Path.GetFileName(file.Path);
        lines = file.Text(0, file.Length).Split('\n');
    }

    /// <summary>The verb: the first word of the line or of its block.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>The words behind the verb, unquoted; of the punctuation <c>=&gt; , [ ]</c> each is a word.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>The text of the comment at the end of the line, without slashes and trimmed.</summary>
    public string Comment { get; private set; } = "";

    public ImmutableArray<string> Errors() => [.. errors];

    /// <summary>Records that the current line cannot be understood.</summary>
    public void Fail(string message) => errors.Add($"{name}:{line}: {message}");

    public bool Next()
    {
        while (line < lines.Length)
        {
            words.Clear();
            ReadWords(lines[line++]);
            if (words.Count == 0)
            {
                continue;
            }

            if (block.Length > 0)
            {
                if (words is [")"])
                {
                    block = "";
                    continue;
                }

                Verb = block;
                return true;
            }

            if (words is [var verb, "("])
            {
                block = verb;
                continue;
            }

            if (words is [var empty, "(", ")"])
            {
                Verb = empty;
                continue;
            }

            Verb = words[0];
            words.RemoveAt(0);
            return true;
        }

        if (block.Length > 0)
        {
            Fail($"missing ) at the end of the {block} block");
            block = "";
        }

        return false;
    }

    private void ReadWords(string text)
    {
        Comment = "";
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c is ' ' or '\t' or '\r')
            {
                i++;
            }
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '/')
            {
                Comment = text[(i + 2)..].Trim();
                return;
            }
            else if (c is '(' or ')' or ',' or '[' or ']')
            {
                words.Add(c.ToString());
                i++;
            }
            else if (c == '=' && i + 1 < text.Length && text[i + 1] == '>')
            {
                words.Add("=>");
                i += 2;
            }
            else if (c is '"' or '`')
            {
                i = ReadQuoted(text, i);
            }
            else
            {
                var start = i;
                while (i < text.Length && text[i] is not (' ' or '\t' or '\r' or '(' or ')' or ',' or '[' or ']')
                    && !(text[i] == '/' && i + 1 < text.Length && text[i + 1] == '/')
                    && !(text[i] == '=' && i + 1 < text.Length && text[i + 1] == '>'))
                {
                    i++;
                }

                words.Add(text[start..i]);
            }
        }
    }

    private int ReadQuoted(string text, int start)
    {
        var quote = text[start];
        var word = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                words.Add(word.ToString());
                return i + 1;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }

            word.Append(text[i]);
        }

        Fail("string not terminated");
        words.Add(word.ToString());
        return text.Length;
    }
}
