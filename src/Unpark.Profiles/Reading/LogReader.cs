using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Unpark.Profiles.Reading;

/// <summary>
/// Reads text line by line, takes off what logs have put around the lines of a dump, and gives each source of lines a
/// parser of its own, so that lines of several may alternate. Known are: a prefix before each line (journald, kubectl,
/// containerd, docker compose), one only before the first line (Go's log package), JSON objects that hold a line each
/// (docker, <c>go test -json</c>, journald) or a whole dump, and a dump in a quoted string.
/// </summary>
internal sealed class LogReader
{
    private const int MaxSources = 1024;

    private readonly ProfileContext context;
    private readonly LineReader lines;
    private readonly TextParser plain;
    private readonly List<PrefixedSource> prefixed = [];
    private readonly Dictionary<string, JsonSource> json = new(StringComparer.Ordinal);
    private byte[]? marker;
    private byte[]? held;
    private int heldPrefix;
    private long heldNumber;
    private long heldOffset;
    private string? jsonKey;

    public LogReader(ProfileContext context, LineReader lines)
    {
        (this.context, this.lines) = (context, lines);
        plain = new TextParser(context);
    }

    /// <summary>True if a line that may be one of a profile has been seen.</summary>
    public bool SawAnything { get; private set; }

    /// <summary>Reads until a profile is complete or the input ends; false at its end.</summary>
    public bool Read()
    {
        while (lines.TryRead(out var line))
        {
            Line(line, lines.Number, lines.Offset);
            if (lines.Shortened)
            {
                plain.Unparsed(lines.Number, lines.Offset, 1, line[..80], $"a line of more than {LineReader.MaxLine >> 20} MB");
            }

            if (context.Done.Count > 0)
            {
                return true;
            }
        }

        if (held is not null)
        {
            Release(prefix: false);
        }

        plain.End(lines.Unended, lines.Failure);
        foreach (var source in prefixed)
        {
            source.Parser.End(inLine: false, lines.Failure);
        }

        foreach (var source in json.Values)
        {
            source.End(lines.Failure);
        }

        return false;
    }

    private void Line(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (held is not null)
        {
            // What follows tells whether each line has the prefix or only the first one.
            var source = new PrefixedSource(context, held.AsSpan(0, heldPrefix));
            Release(source.TryStrip(line, out _));
        }

        if (plain.IsOutside)
        {
            if (OutsideLine(line, number, offset))
            {
                return;
            }
        }
        else if (plain.Line(line, number, offset))
        {
            return;
        }

        if (!TryEmbedded(line, number, offset))
        {
            plain.Strange(line, number, offset);
        }
    }

    private bool OutsideLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        foreach (var source in prefixed)
        {
            if (source.TryStrip(line, out var rest))
            {
                source.Line(rest, number, offset);
                return true;
            }
        }

        if (line.Length > 0 && line[0] == '{' && TryJson(line, number, offset))
        {
            return true;
        }

        return plain.Line(line, number, offset);
    }

    private bool TryEmbedded(ReadOnlySpan<byte> line, long number, long offset)
    {
        for (var from = 0; from < line.Length;)
        {
            var at = line[from..].IndexOf("goroutine "u8);
            if (at < 0)
            {
                break;
            }

            at += from;
            if (Header.TryParse(line[at..], out var header))
            {
                var rest = line[(at + header.End)..];
                if (rest.StartsWith("\\n"u8))
                {
                    Quoted(line[at..], number, offset);
                    return true;
                }

                if (rest.Trim((byte)' ').IsEmpty && at > 0)
                {
                    held = line.ToArray();
                    (heldPrefix, heldNumber, heldOffset) = (at, number, offset);
                    return true;
                }
            }

            from = at + 1;
        }

        if (line.IndexOf("panic: "u8) > 0 || line.IndexOf("fatal error: "u8) > 0 || line.IndexOf("SIGQUIT: quit"u8) > 0)
        {
            marker = line.ToArray();
        }

        return false;
    }

    private void Release(bool prefix)
    {
        var line = held!;
        held = null;
        if (!prefix || prefixed.Count >= MaxSources)
        {
            plain.Line(line.AsSpan(heldPrefix), heldNumber, heldOffset);
            return;
        }

        var source = new PrefixedSource(context, line.AsSpan(0, heldPrefix));
        prefixed.Add(source);
        if (marker is not null && source.TryStrip(marker, out var title))
        {
            source.Line(title, heldNumber, heldOffset);
        }

        marker = null;
        source.Line(line.AsSpan(heldPrefix), heldNumber, heldOffset);
    }

    // A dump in one line: the line ends of a string literal are written out.
    private void Quoted(ReadOnlySpan<byte> text, long number, long offset)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add(text[i]);
            }
            else if (GoString.TryEscape(text[(i + 1)..], bytes, out var used))
            {
                i += used;
            }
        }

        Whole([.. bytes], number, offset);
    }

    private void Whole(ReadOnlySpan<byte> text, long number, long offset)
    {
        var parser = new TextParser(context);
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            if (!parser.Line(line, number, offset))
            {
                parser.Strange(line, number, offset);
            }
        }

        parser.End(inLine: false, null);
    }

    private bool TryJson(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (jsonKey is null && line.IndexOf("\"Output\":"u8) < 0 && line.IndexOf("\"log\":"u8) < 0
            && line.IndexOf("goroutine "u8) < 0)
        {
            return false;
        }

        try
        {
            return ReadJson(line, number, offset);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a string in it that is no text.
            return false;
        }
    }

    private bool ReadJson(ReadOnlySpan<byte> line, long number, long offset)
    {
        var reader = new Utf8JsonReader(line);
        string? text = null;
        string? key = null;
        var source = "";
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                // Lines of several packages, streams and units alternate.
                if (name is "Package" or "stream" or "_SYSTEMD_UNIT" or "_PID" or "container" or "pod")
                {
                    source += $"{name}={reader.GetString()} ";
                }
                else if (name == jsonKey || (text is null && (name is "Output" or "log" || HoldsHeader(reader))))
                {
                    (text, key) = (reader.GetString()!, name);
                }
            }
        }

        if (text is null)
        {
            return false;
        }

        SawAnything = true;
        jsonKey ??= key;
        if (!json.TryGetValue(source, out var its))
        {
            if (json.Count >= MaxSources)
            {
                return false;
            }

            json.Add(source, its = new JsonSource(context, wholeLines: key is not ("Output" or "log")));
        }

        its.Text(Encoding.UTF8.GetBytes(text), number, offset);
        return true;
    }

    private static bool HoldsHeader(in Utf8JsonReader reader) => reader.ValueSpan.IndexOf("goroutine "u8) >= 0;

    /// <summary>Lines with a prefix.</summary>
    private sealed class PrefixedSource
    {
        private static readonly SearchValues<byte> TimeBytes = SearchValues.Create("0123456789:.-/+,TZ[]"u8);

        private readonly List<byte[]> words = [];

        public PrefixedSource(ProfileContext context, ReadOnlySpan<byte> prefix)
        {
            Parser = new TextParser(context);
            foreach (var range in prefix.Split((byte)' '))
            {
                words.Add(prefix[range].ToArray());
            }
        }

        public TextParser Parser { get; }

        /// <summary>Takes the prefix off: word for word the same, but for words of digits, which are times.</summary>
        public bool TryStrip(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
        {
            rest = line;
            for (var i = 0; i < words.Count; i++)
            {
                var word = words[i].AsSpan();
                if (i == words.Count - 1)
                {
                    // The prefix ends in a blank mostly, and then the last word is empty.
                    if (!rest.StartsWith(word))
                    {
                        return false;
                    }

                    rest = rest[word.Length..];
                    return true;
                }

                var length = rest.IndexOf((byte)' ');
                if (length < 0)
                {
                    // An empty line whose trailing blank has been cut.
                    length = rest.Length;
                    if (i != words.Count - 2 || words[^1].Length != 0 || !Same(word, rest))
                    {
                        return false;
                    }

                    rest = [];
                    return true;
                }

                if (!Same(word, rest[..length]))
                {
                    return false;
                }

                rest = rest[(length + 1)..];
            }

            return false;
        }

        public void Line(ReadOnlySpan<byte> line, long number, long offset)
        {
            if (!Parser.Line(line, number, offset))
            {
                Parser.Strange(line, number, offset);
            }
        }

        private static bool Same(ReadOnlySpan<byte> word, ReadOnlySpan<byte> other)
            => word.SequenceEqual(other) || (IsTime(word) && IsTime(other));

        private static bool IsTime(ReadOnlySpan<byte> word)
            => word.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && word.IndexOfAnyExcept(TimeBytes) < 0;
    }

    /// <summary>Lines out of JSON objects.</summary>
    private sealed class JsonSource(ProfileContext context, bool wholeLines)
    {
        private readonly TextParser parser = new(context);
        private byte[] begun = [];

        /// <summary>Takes the text of an object, which may be part of a line or several.</summary>
        public void Text(byte[] text, long number, long offset)
        {
            text = begun.Length > 0 ? [.. begun, .. text] : text;
            var rest = text.AsSpan();
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                Line(rest[..end], number, offset);
                rest = rest[(end + 1)..];
            }

            if (wholeLines && (rest.Length > 0 || text.Length == 0))
            {
                Line(rest, number, offset);
                rest = [];
            }

            begun = rest.Length > LineReader.MaxLine ? [] : rest.ToArray();
        }

        public void End(string? failure)
        {
            if (begun.Length > 0)
            {
                Line(begun, 0, 0);
            }

            parser.End(begun.Length > 0, failure);
        }

        private void Line(ReadOnlySpan<byte> line, long number, long offset)
        {
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            if (!parser.Line(line, number, offset))
            {
                parser.Strange(line, number, offset);
            }
        }
    }
}
