using System.Collections.Concurrent;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// The trees of a program's files: one of each file, whatever number of packages hold it. Safe to use from many
/// threads.
/// </summary>
internal sealed class ParsedFiles
{
    // Comments of dependencies say nothing to anybody; the directives among them are kept all the same.
    private static readonly ParseOptions Declarations = new() { SkipFunctionBodies = true, SkipComments = true };

    private readonly ConcurrentDictionary<string, Entry> entries;

    public ParsedFiles()
        : this(new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal))
    {
    }

    private ParsedFiles(ConcurrentDictionary<string, Entry> entries)
    {
        this.entries = entries;
    }

    /// <summary>The tree of a file.</summary>
    /// <param name="file">The file; a tree of other bytes under the same path is forgotten.</param>
    /// <param name="full">True for the whole tree; false if that of the declarations will do.</param>
    public SyntaxTree TreeOf(SourceFile file, bool full)
    {
        var entry = entries.AddOrUpdate(
            file.Path,
            static (_, file) => new Entry(file),
            static (_, known, file) => ReferenceEquals(known.File, file) ? known : new Entry(file),
            file);
        return entry.TreeOf(full);
    }

    /// <summary>Forgets the tree of a file.</summary>
    public void Release(string path) => entries.TryRemove(path, out _);

    /// <summary>The same trees, to go on with separately.</summary>
    public ParsedFiles Copy() => new(new ConcurrentDictionary<string, Entry>(entries, StringComparer.Ordinal));

    private sealed class Entry(SourceFile file)
    {
        private readonly Lock gate = new();
        private SyntaxTree? tree;
        private bool isFull;

        public SourceFile File => file;

        public SyntaxTree TreeOf(bool full)
        {
            lock (gate)
            {
                if (tree == null || (full && !isFull))
                {
                    tree = SyntaxTree.Parse(file, full ? ParseOptions.Default : Declarations);
                    isFull = full;
                }

                return tree;
            }
        }
    }
}
