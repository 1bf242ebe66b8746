using System.Globalization;
using System.Text;

namespace Unpark.Cli.Configuration.Toml;

/// <summary>
/// Reads TOML 1.0 as far as a configuration needs it: everything but floating-point numbers, dates, times, and integers
/// that are not decimal, which are errors.
/// </summary>
internal sealed class TomlReader
{
    private const int MostDeep = 64;

    private readonly string text;
    private int at;
    private int line = 1;
    private int lineStart;
    private int depth;

    private TomlReader(string text) => this.text = text;

    private TomlPlace Here => new(line, at - lineStart + 1);

    private bool AtEnd => at >= text.Length;

    private char Next => at < text.Length ? text[at] : '\0';

    /// <summary>Reads a document. O(length).</summary>
    /// <exception cref="TomlException">The document is not valid, or holds what is not read.</exception>
    public static TomlTable Read(string text) => new TomlReader(text).ReadDocument();

    private TomlTable ReadDocument()
    {
        if (Next == '\ufeff')
        {
            at++;
            lineStart = at;
        }

        var root = new TomlTable(Here) { HasHead = true };
        var table = root;
        while (true)
        {
            SkipToContent();
            if (AtEnd)
            {
                return root;
            }

            if (Next == '[')
            {
                table = ReadHead(root);
            }
            else
            {
                ReadPair(table);
            }

            EndLine();
        }
    }

    private TomlTable ReadHead(TomlTable root)
    {
        var place = Here;
        at++;
        var ofTables = Next == '[';
        at += ofTables ? 1 : 0;
        SkipBlanks();
        var path = ReadPath();
        Expect(']');
        if (ofTables)
        {
            Expect(']');
        }

        var table = root;
        for (var i = 0; i < path.Count - 1; i++)
        {
            table = Descend(table, path[i].Key, path[i].Place, byHead: true);
        }

        var (key, keyPlace) = path[^1];
        var known = table[key];
        if (ofTables)
        {
            if (known is not null and not TomlArray { OfTables: true })
            {
                throw Fail($"{key} is there already, and is {known.Kind}", keyPlace);
            }

            if (known is not TomlArray array)
            {
                array = new TomlArray(place, [], OfTables: true);
                table.Add(key, keyPlace, array);
            }

            var item = new TomlTable(place) { HasHead = true };
            array.Items.Add(item);
            return item;
        }

        if (known is null)
        {
            var added = new TomlTable(place) { HasHead = true };
            table.Add(key, keyPlace, added);
            return added;
        }

        if (known is not TomlTable { HasHead: false, IsInline: false } before)
        {
            throw Fail(known is TomlTable ? $"the table {key} is there already" : $"{key} is there already, and is {known.Kind}",
                keyPlace);
        }

        before.HasHead = true;
        return before;
    }

    private static TomlTable Descend(TomlTable table, string key, TomlPlace place, bool byHead)
    {
        switch (table[key])
        {
            case null:
                var added = new TomlTable(place) { IsInline = !byHead };
                table.Add(key, place, added);
                return added;
            // A head may go into any table but an inline one; a dotted key only into those that dotted keys made.
            case TomlTable next when byHead ? !(next.IsInline && next.HasHead) : next.IsInline && !next.HasHead:
                return next;
            case TomlArray { OfTables: true } array when byHead:
                return (TomlTable)array.Items[^1];
            case var other:
                throw Fail($"{key} is there already, and is {other.Kind}", place);
        }
    }

    private void ReadPair(TomlTable table)
    {
        var path = ReadPath();
        for (var i = 0; i < path.Count - 1; i++)
        {
            table = Descend(table, path[i].Key, path[i].Place, byHead: false);
        }

        var (key, place) = path[^1];
        Expect('=');
        SkipBlanks();
        if (table[key] is not null)
        {
            throw Fail($"{key} is there already", place);
        }

        table.Add(key, place, ReadValue());
    }

    private List<(string Key, TomlPlace Place)> ReadPath()
    {
        var path = new List<(string, TomlPlace)>();
        while (true)
        {
            SkipBlanks();
            var place = Here;
            path.Add((ReadKey(), place));
            SkipBlanks();
            if (Next != '.')
            {
                return path;
            }

            if (path.Count >= MostDeep)
            {
                throw Fail("the key has too many parts", Here);
            }

            at++;
        }
    }

    private string ReadKey()
    {
        if (Next == '"')
        {
            return ReadBasic();
        }

        if (Next == '\'')
        {
            return ReadLiteral();
        }

        var start = at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '-' or '_')
        {
            at++;
        }

        return at > start ? text[start..at] : throw Fail($"expected a key, found {Found()}", Here);
    }

    private TomlValue ReadValue()
    {
        var place = Here;
        if (++depth > MostDeep)
        {
            throw Fail("lists and tables are nested too deeply", place);
        }

        TomlValue value = Next switch
        {
            '"' when StartsWith("\"\"\"") => new TomlString(place, ReadMultiLine('"')),
            '\'' when StartsWith("'''") => new TomlString(place, ReadMultiLine('\'')),
            '"' => new TomlString(place, ReadBasic()),
            '\'' => new TomlString(place, ReadLiteral()),
            '[' => ReadArray(place),
            '{' => ReadInlineTable(place),
            _ => ReadWord(place),
        };
        depth--;
        return value;
    }

    private TomlValue ReadWord(TomlPlace place)
    {
        var start = at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '+' or '-' or '_' or '.' or ':')
        {
            at++;
        }

        var word = text[start..at];
        switch (word)
        {
            case "":
                throw Fail($"expected a value, found {Found()}", place);
            case "true" or "false":
                return new TomlBoolean(place, word == "true");
        }

        var digits = word.TrimStart('+', '-');
        if (!char.IsAsciiDigit(word[^1]) || word.Length - digits.Length > 1 || digits.Any(c => !char.IsAsciiDigit(c) && c != '_')
            || digits.StartsWith('_') || digits.Contains("__", StringComparison.Ordinal)
            || (digits.Length > 1 && digits[0] == '0'))
        {
            throw Fail(char.IsAsciiDigit(digits.FirstOrDefault())
                ? $"{word} is no decimal whole number, and other numbers, dates and times are not read"
                : $"expected a value, found {word}: strings stand between quotes", place);
        }

        return long.TryParse(word.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var number)
            ? new TomlInteger(place, number)
            : throw Fail($"{word} is too large", place);
    }

    private TomlArray ReadArray(TomlPlace place)
    {
        at++;
        var items = new List<TomlValue>();
        while (true)
        {
            SkipToContent();
            if (Next == ']')
            {
                break;
            }

            items.Add(ReadValue());
            SkipToContent();
            if (Next != ',')
            {
                break;
            }

            at++;
        }

        if (Next != ']')
        {
            throw Fail($"expected , or ] in the list that begins at {place}, found {Found()}", Here);
        }

        at++;
        return new TomlArray(place, items, OfTables: false);
    }

    private TomlTable ReadInlineTable(TomlPlace place)
    {
        at++;
        var table = new TomlTable(place) { IsInline = true, HasHead = true };
        SkipBlanks();
        if (Next != '}')
        {
            ReadPair(table);
            SkipBlanks();
            while (Next == ',')
            {
                at++;
                SkipBlanks();
                ReadPair(table);
                SkipBlanks();
            }
        }

        Expect('}');
        return table;
    }

    private string ReadLiteral()
    {
        var place = Here;
        at++;
        var start = at;
        while (!AtEnd && Next != '\'')
        {
            CheckCharacter();
            if (IsLineEnd())
            {
                throw Fail("the string has no end on its line", place);
            }

            at++;
        }

        if (AtEnd)
        {
            throw Fail("the string has no end", place);
        }

        return text[start..at++];
    }

    private string ReadBasic()
    {
        var place = Here;
        at++;
        var value = new StringBuilder();
        while (Next != '"')
        {
            if (AtEnd || IsLineEnd())
            {
                throw Fail("the string has no end on its line", place);
            }

            if (Next == '\\')
            {
                ReadEscape(value);
                continue;
            }

            CheckCharacter();
            value.Append(text[at++]);
        }

        at++;
        return value.ToString();
    }

    private string ReadMultiLine(char quote)
    {
        var place = Here;
        at += 3;
        if (IsLineEnd())
        {
            NewLine();
        }

        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd)
            {
                throw Fail("the string has no end", place);
            }

            if (Next == quote && StartsWith(new string(quote, 3)))
            {
                // Up to two quotes may stand right before the end.
                var quotes = 3;
                while (quotes < 5 && at + quotes < text.Length && text[at + quotes] == quote)
                {
                    quotes++;
                }

                value.Append(quote, quotes - 3);
                at += quotes;
                return value.ToString();
            }

            if (IsLineEnd())
            {
                value.Append('\n');
                NewLine();
            }
            else if (Next == '\\' && quote == '"')
            {
                ReadMultiLineEscape(value);
            }
            else
            {
                CheckCharacter();
                value.Append(text[at++]);
            }
        }
    }

    // A backslash at the end of a line takes away all white space up to the next character.
    private void ReadMultiLineEscape(StringBuilder value)
    {
        var end = at + 1;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        if (end < text.Length && (text[end] == '\n' || (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n')))
        {
            at = end;
            while (Next is ' ' or '\t' || IsLineEnd())
            {
                if (IsLineEnd())
                {
                    NewLine();
                }
                else
                {
                    at++;
                }
            }
        }
        else
        {
            ReadEscape(value);
        }
    }

    private void ReadEscape(StringBuilder value)
    {
        var place = Here;
        at++;
        var escape = Next;
        at++;
        switch (escape)
        {
            case 'b':
                value.Append('\b');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'n':
                value.Append('\n');
                break;
            case 'f':
                value.Append('\f');
                break;
            case 'r':
                value.Append('\r');
                break;
            case '"' or '\\':
                value.Append(escape);
                break;
            case 'u' or 'U':
                var length = escape == 'u' ? 4 : 8;
                if (at + length <= text.Length
                    && uint.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    && Rune.TryCreate(code, out var rune))
                {
                    value.Append(rune.ToString());
                    at += length;
                    break;
                }

                throw Fail($"\\{escape} wants the {length} hexadecimal digits of a character behind it", place);
            default:
                throw Fail("unknown escape in a string: a backslash is written \\\\, or the string stands between '", place);
        }
    }

    private void EndLine()
    {
        SkipBlanks();
        SkipComment();
        if (!AtEnd && !IsLineEnd())
        {
            throw Fail($"expected the end of the line, found {Found()}", Here);
        }
    }

    private void SkipToContent()
    {
        while (true)
        {
            SkipBlanks();
            SkipComment();
            if (AtEnd || !IsLineEnd())
            {
                return;
            }

            NewLine();
        }
    }

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            at++;
        }
    }

    private void SkipComment()
    {
        if (Next != '#')
        {
            return;
        }

        while (!AtEnd && !IsLineEnd())
        {
            CheckCharacter();
            at++;
        }
    }

    private bool IsLineEnd() => Next == '\n' || (Next == '\r' && at + 1 < text.Length && text[at + 1] == '\n');

    private void NewLine()
    {
        at += Next == '\r' ? 2 : 1;
        line++;
        lineStart = at;
    }

    private void CheckCharacter()
    {
        if ((Next < ' ' && Next != '\t' && !IsLineEnd()) || Next == '\x7f')
        {
            throw Fail($"the control character U+{(int)Next:X4} may not stand here", Here);
        }
    }

    private void Expect(char wanted)
    {
        SkipBlanks();
        if (AtEnd || Next != wanted)
        {
            throw Fail($"expected {wanted}, found {Found()}", Here);
        }

        at++;
    }

    private bool StartsWith(string start) => text.AsSpan(at).StartsWith(start, StringComparison.Ordinal);

    private string Found() => AtEnd ? "the end of the file" : IsLineEnd() ? "the end of the line" : $"\"{Next}\"";

    private static TomlException Fail(string message, TomlPlace place) => new(message, place);
}
