using System.Text;
using System.Xml;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes XML documents.</summary>
internal static class XmlReport
{
    private static readonly XmlWriterSettings Layout = new()
    {
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
        Encoding = new UTF8Encoding(false),
        CloseOutput = false,
    };

    /// <summary>Writes a document to the results, with a newline behind it.</summary>
    public static void Write(Terminal terminal, Action<XmlWriter> write)
    {
        terminal.Flush();
        using (var xml = XmlWriter.Create(terminal.OutputStream, Layout))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }

        terminal.OutputStream.WriteByte((byte)'\n');
        terminal.OutputStream.Flush();
    }

    /// <summary>The text with what no XML document can hold replaced by U+FFFD.</summary>
    public static string Safe(string text)
    {
        var bad = -1;
        for (var i = 0; i < text.Length && bad < 0; i++)
        {
            bad = IsPart(text, i, out _) ? bad : i;
            i += bad < 0 && char.IsHighSurrogate(text[i]) ? 1 : 0;
        }

        if (bad < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPart(text, i, out var length))
            {
                safe.Append(text, i, length);
                i += length - 1;
            }
            else
            {
                safe.Append('\ufffd');
            }
        }

        return safe.ToString();
    }

    private static bool IsPart(string text, int at, out int length)
    {
        length = 1;
        if (XmlConvert.IsXmlChar(text[at]))
        {
            return true;
        }

        length = 2;
        return at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]);
    }
}
