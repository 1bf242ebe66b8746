using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types;

/// <summary>The packages of a Go tree's standard library, each made when something imports it.</summary>
internal sealed class StandardLibrary
{
    private readonly ConcurrentDictionary<string, TypedPackage?> packages = new();
    private readonly PackageLoader loader;

    public StandardLibrary(string goRoot)
    {
        var files = new DiskFiles();
        var options = new BuildOptions
        {
            Dir = Path.Combine(goRoot, "src"), GoRoot = goRoot, GoOS = "linux", GoArch = "amd64", CgoEnabled = false,
        };
        loader = new PackageLoader(BuildContext.Create(options, files), files);
    }

    /// <summary>All packages of std, without their tests.</summary>
    public IReadOnlyList<TypedPackage> All() =>
        [.. loader.Match(["std"]).Packages.Where(p => p.GoFiles.Length > 0).Select(p => Find(p.ImportPath)!)];

    public TypedPackage? Find(string importPath) => packages.GetOrAdd(importPath, Make);

    /// <summary>Resolves imports of a package that is not of the standard library.</summary>
    public IImportResolver ForOthers() => new Resolver(this, null);

    private TypedPackage? Make(string importPath)
    {
        var files = loader.Load(importPath, tests: false);
        return files.GoFiles.Length == 0 ? null : TypedPackage.Create(
            new PackageSource(importPath, files.Name, () => Parse(files), new Resolver(this, files))
            {
                GoVersion = files.GoVersion,
            });
    }

    private ImmutableArray<SyntaxTree> Parse(PackageFiles files)
    {
        var trees = ImmutableArray.CreateBuilder<SyntaxTree>(files.GoFiles.Length);
        foreach (var name in files.GoFiles)
        {
            trees.Add(SyntaxTree.Parse(loader.Files.Read(Path.Combine(files.Dir, name), out var error)
                ?? throw new InvalidOperationException(error)));
        }

        return trees.MoveToImmutable();
    }

    private sealed class Resolver(StandardLibrary library, PackageFiles? importer) : IImportResolver
    {
        public Package? Resolve(string importPath) =>
            library.Find(importer?.Resolve(importPath) ?? importPath)?.Package;
    }
}
