using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>
/// Brings fixes together into new contents of the files they change. What two fixes have in common, such as an import,
/// is done once; a fix that would change what an earlier one changes is left out as a whole.
/// </summary>
public static class FixComposer
{
    /// <summary>Composes fixes. O(n²) in the number of edits of a file at worst, and linear in the length of the changed files.</summary>
    /// <param name="fixes">The fixes, the more important first.</param>
    /// <exception cref="ArgumentException">An edit lies outside its file.</exception>
    public static FixComposition Compose(IEnumerable<Fix> fixes)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        var edits = new Dictionary<SourceFile, SortedSet<TextEdit>>();
        var applied = ImmutableArray.CreateBuilder<Fix>();
        var skipped = ImmutableArray.CreateBuilder<Fix>();
        foreach (var fix in fixes)
        {
            if (Fits(fix, edits))
            {
                foreach (var edit in fix.Edits)
                {
                    (edits.TryGetValue(edit.File, out var set) ? set : edits[edit.File] = new(ByPlace)).Add(edit);
                }

                applied.Add(fix);
            }
            else
            {
                skipped.Add(fix);
            }
        }

        var changes = ImmutableArray.CreateBuilder<FileChange>(edits.Count);
        foreach (var (file, set) in edits)
        {
            changes.Add(new FileChange(file, Rewrite(file, set)));
        }

        changes.Sort(static (x, y) => string.CompareOrdinal(x.File.Path, y.File.Path));
        return new FixComposition(changes.DrainToImmutable(), applied.DrainToImmutable(), skipped.DrainToImmutable());
    }

    private static readonly Comparer<TextEdit> ByPlace = Comparer<TextEdit>.Create(static (x, y) =>
    {
        var order = x.Start.CompareTo(y.Start);
        order = order != 0 ? order : x.End.CompareTo(y.End);
        return order != 0 ? order : string.CompareOrdinal(x.NewText, y.NewText);
    });

    private static bool Fits(Fix fix, Dictionary<SourceFile, SortedSet<TextEdit>> edits)
    {
        foreach (var edit in fix.Edits)
        {
            if (edit.Start < 0 || edit.End < edit.Start || edit.End > edit.File.Length)
            {
                throw new ArgumentException($"{edit.File}: the edit {edit.Start}..{edit.End} lies outside the file");
            }

            if (edits.TryGetValue(edit.File, out var set) && Conflicts(edit, set))
            {
                return false;
            }
        }

        return true;
    }

    // Two insertions at one place do not conflict: they stand one behind the other.
    private static bool Conflicts(TextEdit edit, SortedSet<TextEdit> set)
    {
        if (set.Contains(edit))
        {
            return false;
        }

        foreach (var other in set)
        {
            if (other.Start >= edit.End)
            {
                return false;
            }

            if (edit.Start < other.End)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Rewrite(SourceFile file, SortedSet<TextEdit> edits)
    {
        var content = file.Content;
        var lineEnd = LineEndOf(content);
        var result = new MemoryStream(content.Length + 256);
        var at = 0;
        foreach (var edit in edits)
        {
            result.Write(content[at..edit.Start]);
            result.Write(Encoding.UTF8.GetBytes(edit.NewText.ReplaceLineEndings(lineEnd)));
            at = edit.End;
        }

        result.Write(content[at..]);
        return result.ToArray();
    }

    private static string LineEndOf(ReadOnlySpan<byte> content)
    {
        var newline = content.IndexOf((byte)'\n');
        return newline > 0 && content[newline - 1] == '\r' ? "\r\n" : "\n";
    }
}
