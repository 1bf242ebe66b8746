using System.Text;

namespace Unpark.Analysis.Fixes;

/// <summary>Changes that stand so near to one another that their context lines meet.</summary>
internal sealed class DiffHunk
{
    private readonly List<ReadOnlyMemory<byte>> old;
    private readonly List<ReadOnlyMemory<byte>> now;
    private readonly List<(int OldFrom, int OldTo, int NewFrom, int NewTo)> changes = [];

    /// <summary>Makes an empty hunk of two texts.</summary>
    public DiffHunk(List<ReadOnlyMemory<byte>> old, List<ReadOnlyMemory<byte>> now)
    {
        this.old = old;
        this.now = now;
    }

    /// <summary>Where the last change ends in the old text; -1 while there is none.</summary>
    public int OldEnd => changes.Count == 0 ? -1 : changes[^1].OldTo;

    /// <summary>Adds a change behind the others.</summary>
    public void Add(int oldFrom, int oldTo, int newFrom, int newTo) => changes.Add((oldFrom, oldTo, newFrom, newTo));

    /// <summary>Writes the hunk with some lines of context around it.</summary>
    public void WriteTo(List<ReadOnlyMemory<byte>> lines, int context)
    {
        var first = changes[0];
        var last = changes[^1];
        var before = Math.Min(context, first.OldFrom);
        var after = Math.Min(context, old.Count - last.OldTo);
        var oldSpan = Range(first.OldFrom - before, last.OldTo + after);
        var newSpan = Range(first.NewFrom - before, last.NewTo + after);
        lines.Add(Encoding.UTF8.GetBytes($"@@ -{oldSpan} +{newSpan} @@\n"));
        var at = first.OldFrom - before;
        foreach (var (oldFrom, oldTo, newFrom, newTo) in changes)
        {
            Add(lines, ' ', old, at, oldFrom);
            Add(lines, '-', old, oldFrom, oldTo);
            Add(lines, '+', now, newFrom, newTo);
            at = oldTo;
        }

        Add(lines, ' ', old, at, last.OldTo + after);
    }

    // An empty range is named by the line before it.
    private static string Range(int from, int to) => (to - from) switch
    {
        0 => $"{from},0",
        1 => $"{from + 1}",
        var count => $"{from + 1},{count}",
    };

    private static void Add(List<ReadOnlyMemory<byte>> lines, char sign, List<ReadOnlyMemory<byte>> text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var ended = text[i].Span.EndsWith("\n"u8);
            var line = new byte[text[i].Length + (ended ? 1 : 2)];
            line[0] = (byte)sign;
            text[i].CopyTo(line.AsMemory(1));
            line[^1] = (byte)'\n';
            lines.Add(line);
            if (!ended)
            {
                lines.Add("\\ No newline at end of file\n"u8.ToArray());
            }
        }
    }
}
