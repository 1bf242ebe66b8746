using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Build;

/// <summary>
/// A package of a <see cref="GoProgram"/>, or a variant of one for a test, as the go command compiles it: its files are
/// parsed and its declarations type-checked when that is first asked for. Safe to use from many threads.
/// </summary>
public sealed class GoPackage
{
    private readonly ConcurrentDictionary<string, GoPackage?> imports = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private GoProgram program;
    private ImmutableArray<SyntaxTree> trees;
    private ImmutableArray<PackageError> readErrors = [];
    private TypedPackage? typed;

    internal GoPackage(GoProgram program, PackageFiles files, string? testOf, PackageVariant variant, bool isRoot)
    {
        this.program = program;
        Files = files;
        TestOf = testOf;
        Variant = variant;
        IsRoot = isRoot;
        ImportPath = variant == PackageVariant.ExternalTest ? files.ImportPath + "_test" : files.ImportPath;
    }

    /// <summary>The import path; that of an external test has <c>_test</c> behind it.</summary>
    public string ImportPath { get; }

    /// <summary>The name that tells variants apart, as <c>go list -test</c> prints it: <c>p</c>, <c>p [p.test]</c>,
    /// <c>p_test [p.test]</c>.</summary>
    public string Id => TestOf == null ? ImportPath : $"{ImportPath} [{TestOf}.test]";

    /// <summary>Which files of the folder are in.</summary>
    public PackageVariant Variant { get; }

    /// <summary>The import path of the package for whose test this variant is, or null.</summary>
    public string? TestOf { get; }

    /// <summary>
    /// True if the package was asked for; bodies of functions are parsed in these only, and while some of them are gone
    /// through, in those.
    /// </summary>
    public bool IsRoot { get; }

    /// <summary>The files and imports of the folder's package.</summary>
    public PackageFiles Files { get; }

    /// <summary>The name in the package clauses.</summary>
    public string Name => Variant == PackageVariant.ExternalTest ? Files.Name + "_test" : Files.Name;

    /// <summary>The paths of the files, in the order the go command compiles them.</summary>
    public ImmutableArray<string> FilePaths
    {
        get
        {
            var paths = ImmutableArray.CreateBuilder<string>();
            if (Variant == PackageVariant.ExternalTest)
            {
                Add(Files.XTestGoFiles);
            }
            else
            {
                // go/packages and go vet put the files in alphabetical order within each of these.
                Add(Files.GoFiles);
                Add(Files.CgoFiles);
                if (Variant == PackageVariant.Test)
                {
                    Add(Files.TestGoFiles);
                }
            }

            return paths.DrainToImmutable();

            void Add(ImmutableArray<string> names)
            {
                foreach (var name in names)
                {
                    paths.Add(Path.Combine(Files.Dir, name));
                }
            }
        }
    }

    /// <summary>The import paths of the files, as written, sorted.</summary>
    public IEnumerable<string> ImportedPaths => Variant switch
    {
        PackageVariant.ExternalTest => Files.XTestImports,
        PackageVariant.Test => Files.Imports.Union(Files.TestImports).Order(StringComparer.Ordinal),
        _ => Files.Imports,
    };

    /// <summary>What is wrong with the package: its folder, its files' tops, files that could not be read.</summary>
    public ImmutableArray<PackageError> Errors => Files.Errors.AddRange(readErrors);

    /// <summary>The trees of the files. Parses them, those of different files in parallel.</summary>
    public ImmutableArray<SyntaxTree> Trees
    {
        get
        {
            if (trees.IsDefault)
            {
                lock (gate)
                {
                    if (trees.IsDefault)
                    {
                        trees = Parse();
                    }
                }
            }

            return trees;
        }
    }

    /// <summary>The package for the type checker: nothing is checked before something is asked.</summary>
    public TypedPackage Typed
    {
        get
        {
            if (typed == null)
            {
                lock (gate)
                {
                    typed ??= TypedPackage.Create(
                        new PackageSource(ImportPath, Name, () => Trees, new Resolver(this))
                        {
                            GoVersion = Files.GoVersion,
                            RuntimeVersion = Files.RuntimeVersion,
                            Sizes = program.Sizes,
                        });
                }
            }

            return typed;
        }
    }

    /// <summary>True once <see cref="GoProgram.ForEachRoot(Action{GoPackage}, CancellationToken)"/> is done with the package.</summary>
    public bool IsReleased { get; private set; }

    internal bool IsTyped => typed != null;

    /// <summary>Type-checks the whole package, the bodies of functions included if it is a root.</summary>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled; it can be started again.</exception>
    public TypedPackage TypeCheck(CancellationToken cancellation = default)
    {
        var package = Typed;
        package.CheckBodies(cancellation);
        return package;
    }

    /// <summary>The package an import of this one leads to, or null if there is none with Go files.</summary>
    /// <param name="path">The import path as written.</param>
    public GoPackage? Import(string path)
    {
        if (imports.TryGetValue(path, out var package))
        {
            return package;
        }

        return imports.GetOrAdd(path, program.Import(this, path));
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>The packages imported, loading the tops of their files.</summary>
    internal IEnumerable<GoPackage> ImportedPackages()
    {
        foreach (var path in ImportedPaths)
        {
            if (Import(path) is { } package)
            {
                yield return package;
            }
        }
    }

    /// <summary>The same package anew, from trees of its own, with its bodies checked.</summary>
    internal TypedPackage CheckApart(SourceFiles files, CancellationToken cancellation)
    {
        var whole = ImmutableArray.CreateBuilder<SyntaxTree>();
        foreach (var path in FilePaths)
        {
            if (files.Read(path, out _) is { } file)
            {
                whole.Add(SyntaxTree.Parse(file));
            }
        }

        var apart = TypedPackage.Create(
            new PackageSource(ImportPath, Name, whole.ToImmutable, new Resolver(this))
            {
                GoVersion = Files.GoVersion,
                RuntimeVersion = Files.RuntimeVersion,
                Sizes = program.Sizes,
            });
        apart.CheckBodies(cancellation);
        return apart;
    }

    /// <summary>Makes the package part of a newer program, in which it means the same.</summary>
    internal void MoveTo(GoProgram newer) => Volatile.Write(ref program, newer);

    /// <summary>Gives up what only checking bodies needs; declarations go on to serve importing packages.</summary>
    internal void ReleaseBodies()
    {
        IsReleased = true;
        typed?.DropFacts();
        lock (gate)
        {
            if (!trees.IsDefault)
            {
                foreach (var tree in trees)
                {
                    tree.DropBodies();
                }
            }
        }

        ReleaseFiles();
    }

    /// <summary>Gives up everything: what is asked from now on is found out anew.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            typed = null;
            trees = default;
        }

        imports.Clear();
        ReleaseFiles();
    }

    // Whoever has a tree without bodies keeps it; whoever comes now must get a whole one.
    private void ReleaseFiles()
    {
        foreach (var path in FilePaths)
        {
            program.Parsed.Release(path);
            program.Files.Release(path);
        }
    }

    private ImmutableArray<SyntaxTree> Parse()
    {
        var paths = FilePaths;
        var parsed = new SyntaxTree?[paths.Length];
        var errors = new string?[paths.Length];
        var owner = program;
        if (paths.Length < 2 || owner.Parallelism < 2)
        {
            for (var i = 0; i < paths.Length; i++)
            {
                ParseFile(i);
            }
        }
        else
        {
            Parallel.For(
                0, paths.Length, new ParallelOptions { MaxDegreeOfParallelism = owner.Parallelism }, ParseFile);
        }

        var unreadable = ImmutableArray.CreateBuilder<PackageError>();
        var found = ImmutableArray.CreateBuilder<SyntaxTree>(paths.Length);
        for (var i = 0; i < paths.Length; i++)
        {
            if (parsed[i] is { } tree)
            {
                found.Add(tree);
            }
            else
            {
                unreadable.Add(new PackageError(ImportPath, paths[i], null, errors[i] ?? "cannot be read"));
            }
        }

        readErrors = unreadable.DrainToImmutable();
        return found.DrainToImmutable();

        void ParseFile(int i)
        {
            if (owner.Files.Read(paths[i], out errors[i]) is { } file)
            {
                parsed[i] = owner.Parsed.TreeOf(file, owner.NeedsBodies(Files.ImportPath));
            }
        }
    }

    private sealed class Resolver(GoPackage package) : IImportResolver
    {
        public Package? Resolve(string importPath) => package.Import(importPath)?.Typed.Package;
    }
}
