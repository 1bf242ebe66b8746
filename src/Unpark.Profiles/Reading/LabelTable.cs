using System.Collections.Immutable;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>Sets of labels, each kept once; number 0 is the empty set.</summary>
internal sealed class LabelTable
{
    private readonly ByteTable texts = new();
    private readonly List<ImmutableArray<Label>?> sets = [];

    public LabelTable()
    {
        texts.Intern([]);
        sets.Add(ImmutableArray<Label>.Empty);
    }

    /// <summary>The labels of a number.</summary>
    public ImmutableArray<Label> this[int set] => sets[set]!.Value;

    /// <summary>
    /// The number of the set that a text stands for: <c>k: v, "a b": "c"</c> as headers have it, <c>"k":"v"</c> as debug=1 has it; -1 if it
    /// is no such text.
    /// </summary>
    public int Parse(ReadOnlySpan<byte> text)
    {
        var number = texts.Find(text);
        if (number >= 0)
        {
            return sets[number] is null ? -1 : number;
        }

        number = texts.Intern(text);
        sets.Add(ParseList(text));
        return sets[number] is null ? -1 : number;
    }

    /// <summary>The number of a set.</summary>
    public int Add(ImmutableArray<Label> labels)
    {
        if (labels.IsEmpty)
        {
            return 0;
        }

        // No text of a header begins with a zero byte.
        var key = "\0" + string.Join('\0', labels.Select(l => $"{l.Key.Length}:{l.Key}{l.Value}"));
        var number = texts.Intern(Encoding.UTF8.GetBytes(key));
        if (number == sets.Count)
        {
            sets.Add(labels);
        }

        return number;
    }

    private static ImmutableArray<Label>? ParseList(ReadOnlySpan<byte> text)
    {
        var labels = ImmutableArray.CreateBuilder<Label>();
        while (true)
        {
            if (!TryWord(ref text, out var key) || !text.StartsWith(":"u8))
            {
                return null;
            }

            // Headers have a blank here, debug=1 has none.
            text = text.StartsWith(": "u8) ? text[2..] : text[1..];
            if (!TryWord(ref text, out var value))
            {
                return null;
            }

            labels.Add(new Label(key, value));
            if (text.IsEmpty)
            {
                return labels.ToImmutable();
            }

            if (!text.StartsWith(", "u8))
            {
                return null;
            }

            text = text[2..];
        }
    }

    private static bool TryWord(ref ReadOnlySpan<byte> text, out string word)
    {
        if (text.StartsWith("\""u8))
        {
            return GoString.TryUnquote(ref text, out word);
        }

        var length = text.IndexOfAny(":, "u8);
        length = length < 0 ? text.Length : length;
        word = Encoding.UTF8.GetString(text[..length]);
        text = text[length..];
        return true;
    }
}
