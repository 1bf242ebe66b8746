using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>What a package is type-checked from.</summary>
public sealed class PackageSource
{
    private readonly Func<ImmutableArray<SyntaxTree>> load;
    private readonly Lock gate = new();
    private ImmutableArray<SyntaxTree> trees;

    /// <summary>Makes the source of a package whose files are parsed already.</summary>
    /// <param name="path">The import path, as go/types' Package.Path gives it.</param>
    /// <param name="trees">The files, in the order the go command lists them.</param>
    /// <param name="resolver">Gives the packages it imports.</param>
    public PackageSource(string path, ImmutableArray<SyntaxTree> trees, IImportResolver resolver)
        : this(path, NameIn(trees), () => trees, resolver)
    {
    }

    /// <summary>Makes the source of a package whose files are parsed when something of it is looked up.</summary>
    /// <param name="path">The import path, as go/types' Package.Path gives it.</param>
    /// <param name="name">The name in the package clauses.</param>
    /// <param name="load">Gives the files, in the order the go command lists them. Called at most once.</param>
    /// <param name="resolver">Gives the packages it imports.</param>
    public PackageSource(string path, string name, Func<ImmutableArray<SyntaxTree>> load, IImportResolver resolver)
    {
        Path = path;
        Name = name;
        Resolver = resolver;
        this.load = load;
    }

    /// <summary>The import path.</summary>
    public string Path { get; }

    /// <summary>The name in the package clauses; files with another name are left out.</summary>
    public string Name { get; }

    /// <summary>The files; parsed at the first call.</summary>
    public ImmutableArray<SyntaxTree> Trees
    {
        get
        {
            lock (gate)
            {
                if (trees.IsDefault)
                {
                    trees = load();
                }

                return trees;
            }
        }
    }

    /// <summary>
    /// The language version of the module, such as <c>go1.21</c>; empty for none, which allows everything.
    /// A file's <c>//go:build</c> line may change it for that file.
    /// </summary>
    public string GoVersion { get; init; } = "";

    /// <summary>
    /// The version whose runtime the package may count on, such as <c>go1.21</c>; empty for the newest. That of the module if
    /// nothing else is said.
    /// </summary>
    public string RuntimeVersion
    {
        get => field ?? GoVersion;
        init;
    }

    /// <summary>Gives the packages it imports.</summary>
    public IImportResolver Resolver { get; }

    /// <summary>The sizes of types on the platform the package is for.</summary>
    public Sizes Sizes { get; init; } = Sizes.Gc64;

    private static string NameIn(ImmutableArray<SyntaxTree> trees)
    {
        foreach (var tree in trees)
        {
            if (!tree.Root.Name.IsBlank)
            {
                return tree.Root.Name.Name;
            }
        }

        return "_";
    }
}
