using System.Collections.Immutable;

namespace Unpark.Cli.Checking;

/// <summary>
/// A module below the folder a check starts from. The go command wants to be started inside of it; whoever names a folder
/// has said all there is to know, though.
/// </summary>
/// <param name="Root">The module's folder.</param>
/// <param name="Patterns">The patterns, as seen from there.</param>
internal sealed record NestedModule(string Root, ImmutableArray<string> Patterns)
{
    private const string AndBelow = "/...";

    /// <summary>The module below a folder that all the patterns name folders of, or null.</summary>
    public static NestedModule? Of(string folder, IReadOnlyList<string> patterns)
    {
        string? root = null;
        var absolute = ImmutableArray.CreateBuilder<string>(patterns.Count);
        foreach (var pattern in patterns)
        {
            var below = pattern.EndsWith(AndBelow, StringComparison.Ordinal);
            var named = below ? pattern[..^AndBelow.Length] : pattern;
            if (!named.StartsWith('.') || named.Contains("...", StringComparison.Ordinal)
                || Path.GetFullPath(named, folder) is not { } dir || ModuleOf(dir, folder) is not { } module
                || (root ?? module) != module)
            {
                return null;
            }

            root = module;
            absolute.Add(below ? dir + AndBelow : dir);
        }

        return root == null ? null : new NestedModule(root, absolute.DrainToImmutable());
    }

    private static string? ModuleOf(string dir, string above)
    {
        for (var at = dir; at.Length > above.Length && at.StartsWith(above, StringComparison.Ordinal);
            at = Path.GetDirectoryName(at)!)
        {
            if (File.Exists(Path.Combine(at, "go.mod")))
            {
                return at;
            }
        }

        return null;
    }
}
