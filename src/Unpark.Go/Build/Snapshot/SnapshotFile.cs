using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>A file of the standard library on its way into the snapshot.</summary>
internal sealed class SnapshotFile
{
    public SnapshotFile(SnapshotPackage package, string name, SyntaxTree tree, GoFileHeader header)
    {
        Package = package;
        Name = name;
        Tree = tree;
        Header = header;
    }

    public SnapshotPackage Package { get; }

    public string Name { get; }

    public SyntaxTree Tree { get; }

    public GoFileHeader Header { get; }

    /// <summary>The imports by the names they have in the file; the value is the path as written.</summary>
    public Dictionary<string, string> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths imported with a dot.</summary>
    public List<string> DotImports { get; } = [];
}
