using System.Collections.Immutable;
using System.Globalization;

namespace Unpark.Kernels.Editing;

/// <summary>
/// Reads a file of edits. A line that begins with <c>#</c> is a comment; code stands below its edit, indented by a tab.
/// <code>
/// in server.run                   where the following edits are: a function, a method, a type or a variable
/// before `wg.Wait()`:             code before the statement that has this text
/// after `wg.Wait()` #2:           code behind the second of several
/// instead of `results &lt;-`:        code in its place
/// delete `mu.Lock()`              the statement taken away
/// replace `make(chan int)` with `make(chan int, 1)`
/// at start:                       code at the beginning of the function, or fields of the struct
/// at end:
/// import "sync"
/// unimport "time"
/// declare:                        functions and types of our own
/// </code>
/// </summary>
internal sealed class TwinReader
{
    private readonly string name;
    private readonly string[] lines;
    private int next;

    private TwinReader(string name, string text)
    {
        this.name = name;
        lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>Reads the edits.</summary>
    /// <param name="name">The name of the file, for messages.</param>
    /// <param name="text">What it holds.</param>
    public static ImmutableArray<TwinEdit> Read(string name, string text)
    {
        var reader = new TwinReader(name, text);
        return [.. reader.Edits()];
    }

    private IEnumerable<TwinEdit> Edits()
    {
        var declaration = "";
        while (next < lines.Length)
        {
            var number = next + 1;
            var line = lines[next++].TrimEnd();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (After(line, "in ") is { } named)
            {
                declaration = named;
                continue;
            }

            yield return Edit(line, number, declaration);
        }
    }

    private TwinEdit Edit(string line, int number, string declaration)
    {
        if (After(line, "before ") is { } before)
        {
            return WithCode(EditKind.Before, before);
        }

        if (After(line, "after ") is { } after)
        {
            return WithCode(EditKind.After, after);
        }

        if (After(line, "instead of ") is { } place)
        {
            return WithCode(EditKind.InsteadOf, place);
        }

        if (After(line, "delete ") is { } statement)
        {
            var (anchor, occurrence) = Anchor(statement, number);
            return new TwinEdit(number, EditKind.Delete, declaration, anchor, occurrence, "");
        }

        if (After(line, "replace ") is { } replaced && replaced.LastIndexOf(" with `", StringComparison.Ordinal) is > 0 and var with
            && replaced[^1] == '`')
        {
            var (anchor, occurrence) = Anchor(replaced[..with], number);
            return new TwinEdit(number, EditKind.Replace, declaration, anchor, occurrence, replaced[(with + " with `".Length)..^1]);
        }

        if (After(line, "import ") is { } import)
        {
            return new TwinEdit(number, EditKind.Import, "", import.Trim('"'), 0, "");
        }

        if (After(line, "unimport ") is { } unimport)
        {
            return new TwinEdit(number, EditKind.Unimport, "", unimport.Trim('"'), 0, "");
        }

        return line switch
        {
            "at start:" => new TwinEdit(number, EditKind.AtStart, declaration, "", 0, Code(number)),
            "at end:" => new TwinEdit(number, EditKind.AtEnd, declaration, "", 0, Code(number)),
            "declare:" => new TwinEdit(number, EditKind.Declare, "", "", 0, Code(number)),
            _ => throw new KernelException($"{name}:{number}: not an edit: {line}"),
        };

        TwinEdit WithCode(EditKind kind, string rest)
        {
            if (rest[^1] != ':')
            {
                throw new KernelException($"{name}:{number}: no colon before the code");
            }

            var (anchor, occurrence) = Anchor(rest[..^1], number);
            return new TwinEdit(number, kind, declaration, anchor, occurrence, Code(number));
        }
    }

    private string Code(int number)
    {
        var from = next;
        while (next < lines.Length && (lines[next].StartsWith('\t') || (lines[next].Length == 0 && next + 1 < lines.Length && lines[next + 1].StartsWith('\t'))))
        {
            next++;
        }

        return next > from
            ? string.Join('\n', lines[from..next].Select(l => l.Length > 0 ? l[1..] : l))
            : throw new KernelException($"{name}:{number}: no code, indented by a tab, below the edit");
    }

    private (string Text, int Occurrence) Anchor(string text, int number)
    {
        var end = text.LastIndexOf('`');
        if (text[0] == '`' && end > 1)
        {
            var rest = text[(end + 1)..].Trim();
            if (rest.Length == 0)
            {
                return (text[1..end], 0);
            }

            if (rest[0] == '#' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) && occurrence > 0)
            {
                return (text[1..end], occurrence);
            }
        }

        throw new KernelException($"{name}:{number}: not a place: {text}");
    }

    private static string? After(string line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length ? line[word.Length..] : null;
}
