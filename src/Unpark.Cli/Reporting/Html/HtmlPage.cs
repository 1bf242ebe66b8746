using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Unpark.Cli.Reporting.Html;

/// <summary>
/// One file that holds all it shows and loads nothing. Its style and program are the files in <c>Page</c>; they may run
/// because the page's policy has their hashes, and nothing else may.
/// </summary>
internal static class HtmlPage
{
    private const string Prefix = "page/";

    // Whatever means something to HTML is escaped, so that no name can end the element that holds the data.
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes a page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="heading">What the page is about.</param>
    /// <param name="subline">What is to be known at once.</param>
    /// <param name="writeData">Writes the members of the object that is the data.</param>
    public static void Write(Stream stream, string heading, string subline, Action<Utf8JsonWriter> writeData)
        => Write(PageParts.Profile, stream, heading, subline, writeData);

    /// <summary>Writes a page of some kind.</summary>
    /// <param name="parts">The kind.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="heading">What the page is about.</param>
    /// <param name="subline">What is to be known at once.</param>
    /// <param name="writeData">Writes the members of the object that is the data.</param>
    public static void Write(PageParts parts, Stream stream, string heading, string subline, Action<Utf8JsonWriter> writeData)
    {
        var style = "\n" + string.Concat(parts.Styles.Select(Read));
        var script = "\n\"use strict\";\n" + string.Concat(parts.Scripts.Select(Read));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = $"default-src 'none'; style-src {Hash(style)}; script-src {Hash(script)}; img-src data:; "
                + "base-uri 'none'; form-action 'none'",
            ["generator"] = HtmlEncoder.Default.Encode($"unpark {ProductVersion.Number}"),
            ["title"] = HtmlEncoder.Default.Encode($"{heading}: {parts.Subject}"),
            ["heading"] = HtmlEncoder.Default.Encode(heading),
            ["subline"] = HtmlEncoder.Default.Encode(subline),
            ["style"] = style,
            ["script"] = script,
        };
        foreach (var (text, name) in Parts(Read(parts.Template)))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            if (name == "data")
            {
                WriteData(stream, writeData);
            }
            else if (name.Length > 0)
            {
                stream.Write(Encoding.UTF8.GetBytes(values[name]));
            }
        }

        stream.Flush();
    }

    private static void WriteData(Stream stream, Action<Utf8JsonWriter> writeData)
    {
        using var json = new Utf8JsonWriter(stream, Layout);
        json.WriteStartObject();
        writeData(json);
        json.WriteEndObject();
    }

    // The template between its places, each with the name of the place behind it.
    private static IEnumerable<(string Text, string Name)> Parts(string template)
    {
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            yield return (template[at..open], template[(open + 2)..close]);
            at = close + 2;
        }

        yield return (template[at..], "");
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
