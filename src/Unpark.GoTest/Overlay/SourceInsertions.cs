using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>Insertions into a source file that keep all its lines where they are.</summary>
internal sealed class SourceInsertions(SourceFile file)
{
    private readonly List<(int At, int Until, string Text)> edits = [];

    /// <summary>True if nothing was inserted.</summary>
    public bool IsEmpty => edits.Count == 0;

    /// <summary>Inserts a text without line breaks.</summary>
    public void Insert(int at, string text) => Replace(at, at, text);

    /// <summary>Replaces a part of a line.</summary>
    public void Replace(int from, int until, string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("lines must stay where they are", nameof(text));
        }

        edits.Add((from, until, text));
    }

    /// <summary>The file with the insertions.</summary>
    public byte[] Apply()
    {
        var output = new MemoryStream(file.Length + 1024);
        var at = 0;
        foreach (var (from, until, text) in edits.OrderBy(e => e.At))
        {
            output.Write(file.Content[at..from]);
            output.Write(Encoding.UTF8.GetBytes(text));
            at = until;
        }

        output.Write(file.Content[at..]);
        return output.ToArray();
    }
}
