using System.Text.Json;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting.Html;

/// <summary>The texts of a page, each of them once.</summary>
internal sealed class PageStrings
{
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];

    /// <summary>The number of a text.</summary>
    public int Of(string text)
    {
        if (!known.TryGetValue(text, out var index))
        {
            index = texts.Count;
            known.Add(text, index);
            texts.Add(DisplayText.Safe(text));
        }

        return index;
    }

    /// <summary>The number of a text, or -1 of one that is null or empty.</summary>
    public int OrNone(string? text) => string.IsNullOrEmpty(text) ? -1 : Of(text);

    /// <summary>Writes the texts as an array.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("strings");
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
