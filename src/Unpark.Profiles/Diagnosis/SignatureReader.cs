using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Unpark.Profiles;

/// <summary>Reads lists of signatures; <c>signatures.txt</c> says how they are written.</summary>
public static class SignatureReader
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="SignatureFormatException">It is not written as it should be.</exception>
    public static ImmutableArray<Signature> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var signatures = ImmutableArray.CreateBuilder<Signature>();
        var marks = ImmutableArray.CreateBuilder<SignatureMark>();
        Signature? current = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var trimmed = line.TrimEnd();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            if (trimmed[0] == ' ')
            {
                marks.Add(Mark(trimmed.Trim(), number));
                continue;
            }

            Complete(number);
            current = Head(trimmed, number);
        }

        Complete(number);
        return signatures.DrainToImmutable();

        void Complete(int at)
        {
            if ((current is null) != (marks.Count == 0))
            {
                throw new SignatureFormatException(current is null
                    ? $"line {at}: functions before any kind of goroutine" : $"line {at}: {current.Name} has no functions");
            }

            if (current is not null)
            {
                signatures.Add(current with { Marks = marks.DrainToImmutable() });
            }
        }
    }

    private static SignatureMark Mark(string text, int number)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var starts = words[0] == "by" && words.Length > 1;
        var mark = new SignatureMark(FunctionName.Stable(words[starts ? 1 : 0]), []) { Starts = starts };
        for (var i = starts ? 2 : 1; i < words.Length; i += 2)
        {
            mark = (words[i], i + 1 < words.Length) switch
            {
                ("in", true) => mark with { Kinds = Kinds(words[i + 1], number) },
                ("without", true) => mark with { Without = FunctionName.Stable(words[i + 1]) },
                _ => throw new SignatureFormatException($"line {number}: \"{words[i]}\" is neither in nor without"),
            };
        }

        return mark;
    }

    private static ImmutableArray<BlockingKind> Kinds(string list, int number)
    {
        var kinds = ImmutableArray.CreateBuilder<BlockingKind>();
        foreach (var word in list.Split(','))
        {
            kinds.Add(BlockingKinds.Parse(word) ?? throw new SignatureFormatException($"line {number}: no state \"{word}\""));
        }

        return kinds.DrainToImmutable();
    }

    private static Signature Head(string line, int number)
    {
        var words = Words(line, number);
        if (words is not [var name, var description, .. var options])
        {
            throw new SignatureFormatException($"line {number}: a kind of goroutine wants a name and a description");
        }

        var signature = new Signature(name, description, []);
        foreach (var option in options)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var value = option[(equals + 1)..];
            signature = (equals < 0 ? option : option[..equals]) switch
            {
                "until" when value.Length > 0 => signature with { Until = value },
                "rule" when value.Length > 0 => signature with { Rule = value },
                "because" when value.Length > 0 => signature with { Because = value },
                "limit" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    => signature with { Limit = limit },
                _ => throw new SignatureFormatException($"line {number}: no option \"{option}\""),
            };
        }

        return signature;
    }

    private static List<string> Words(string line, int number)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        var any = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                (quoted, any) = (!quoted, true);
            }
            else if (c == ' ' && !quoted)
            {
                Complete();
            }
            else
            {
                word.Append(c);
                any = true;
            }
        }

        Complete();
        return quoted ? throw new SignatureFormatException($"line {number}: a quotation without an end") : words;

        void Complete()
        {
            if (any)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            any = false;
        }
    }
}
