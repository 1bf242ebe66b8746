using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>
/// Applies fixes to the bytes of a file. Fixes compose: what two of them have in common, such as an import, is done once.
/// </summary>
public static class FixApplier
{
    /// <summary>
    /// Applies the fixes in order. One that overlaps an earlier one is skipped as a whole, as are fixes that also change
    /// other files.
    /// </summary>
    /// <param name="file">The file; its bytes are left alone.</param>
    /// <param name="fixes">The fixes, the more important first.</param>
    public static FixResult Apply(SourceFile file, IEnumerable<Fix> fixes)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(fixes);
        var edits = new List<TextEdit>();
        var applied = ImmutableArray.CreateBuilder<Fix>();
        var skipped = ImmutableArray.CreateBuilder<Fix>();
        foreach (var fix in fixes)
        {
            if (fix.Edits.All(e => e.File == file && !edits.Exists(other => Conflict(e, other))))
            {
                foreach (var edit in fix.Edits)
                {
                    if (!edits.Contains(edit))
                    {
                        edits.Add(edit);
                    }
                }

                applied.Add(fix);
            }
            else
            {
                skipped.Add(fix);
            }
        }

        edits.Sort(Order);
        return new FixResult(Rewrite(file, edits), applied.ToImmutable(), skipped.ToImmutable());
    }

    // Two insertions at one place do not conflict: they stand one behind the other.
    private static bool Conflict(TextEdit x, TextEdit y) => x != y && x.Start < y.End && y.Start < x.End;

    private static int Order(TextEdit x, TextEdit y)
    {
        var order = x.Start.CompareTo(y.Start);
        order = order != 0 ? order : x.End.CompareTo(y.End);
        return order != 0 ? order : string.CompareOrdinal(x.NewText, y.NewText);
    }

    private static byte[] Rewrite(SourceFile file, List<TextEdit> edits)
    {
        var content = file.Content;
        var result = new MemoryStream(content.Length + 256);
        var at = 0;
        foreach (var edit in edits)
        {
            result.Write(content[at..edit.Start]);
            result.Write(Encoding.UTF8.GetBytes(edit.NewText));
            at = edit.End;
        }

        result.Write(content[at..]);
        return result.ToArray();
    }
}
