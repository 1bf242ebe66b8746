using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>A package of the standard library on its way into the snapshot: its files for all platforms.</summary>
internal sealed class SnapshotPackage(string path)
{
    public string Path => path;

    public string Name { get; set; } = "";

    public List<SnapshotFile> Files { get; } = [];

    /// <summary>The package-level declarations by name; platforms may declare a name differently.</summary>
    public Dictionary<string, List<(SnapshotFile File, Decl Decl, Spec? Spec)>> Declarations { get; } =
        new(StringComparer.Ordinal);

    /// <summary>The methods by the names of their base types.</summary>
    public Dictionary<string, List<(SnapshotFile File, FuncDecl Decl)>> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Unexported names of methods in interfaces: types must keep such methods to go on implementing them.
    /// </summary>
    public HashSet<string> HiddenMethods { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that are to be kept.</summary>
    public HashSet<string> Needed { get; } = new(StringComparer.Ordinal);
}
