using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Tests.Support;

/// <summary>A source file whose stretches between « and » can be named by number.</summary>
internal sealed class Marked
{
    private readonly List<(int Start, int End)> marks = [];

    public Marked(string path, string text)
    {
        var bytes = new List<byte>();
        var open = new Stack<int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '«')
            {
                open.Push(marks.Count);
                marks.Add((bytes.Count, -1));
            }
            else if (rune.Value == '»')
            {
                var mark = open.Pop();
                marks[mark] = (marks[mark].Start, bytes.Count);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
            }
        }

        File = new SourceFile(path, [.. bytes]);
    }

    public SourceFile File { get; }

    public SourceSpan this[int mark] => new(File, marks[mark].Start, marks[mark].End);

    public static Finding Finding(SourceSpan span, string message = "s.mu is still locked on a path out of Get",
        Confidence confidence = Confidence.Proved, RelatedPlace[]? related = null, Fix[]? fixes = null)
        => new(new Rule("UP601", "missing-unlock", 6, RuleProfile.Leaks, "A lock that is not unlocked on every path."),
            confidence, span, "(*Store).Get", message, [.. related ?? []], [.. fixes ?? []]);

    public static Fix Fix(string message, params TextEdit[] edits) => new(message, true, [.. edits]);

    public static TextEdit Edit(SourceSpan span, string text) => new(span.File, span.Start, span.End, text);
}
