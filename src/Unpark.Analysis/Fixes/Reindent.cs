using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>Indents code that a fix puts into a block.</summary>
internal static class Reindent
{
    /// <summary>
    /// Indents whole lines by one tab; null if a string literal or comment may span them, which must stay as it is.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="start">The beginning of the first line.</param>
    /// <param name="end">The beginning of the line behind the last one.</param>
    public static ImmutableArray<TextEdit>? Deeper(SourceFile file, int start, int end)
    {
        if (start > end)
        {
            return null;
        }

        var content = file.Content[start..end];
        if (content.IndexOf((byte)'`') >= 0 || content.IndexOf("/*"u8) >= 0)
        {
            return null;
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        for (var at = start; at < end;)
        {
            var next = SourceEdits.LineEnd(file, at);
            if (!file.Content[at..next].Trim(" \t\r"u8).IsEmpty)
            {
                edits.Add(new TextEdit(file, at, at, "\t"));
            }

            at = next + 1;
        }

        return edits.ToImmutable();
    }
}
