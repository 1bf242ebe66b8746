using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>Applies fixes to one file.</summary>
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
        var here = fixes.ToLookup(fix => fix.Edits.All(edit => edit.File == file));
        var composition = FixComposer.Compose(here[true]);
        return new FixResult(
            composition.Changes.IsEmpty ? file.Content.ToArray() : composition.Changes[0].NewContent,
            composition.Applied,
            [.. composition.Skipped, .. here[false]]);
    }
}
