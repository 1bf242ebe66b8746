using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Analysis.S4Libraries;
using Unpark.Go.Build;

namespace Unpark.Cli.Checking;

/// <summary>Lists what is known of the lifecycles of packages.</summary>
internal static class LifecycleListing
{
    /// <summary>The lifecycles of the packages that patterns match, by import path.</summary>
    /// <exception cref="CheckException">No package matches.</exception>
    public static IReadOnlyList<PackageLifecycleList> Of(string folder, IReadOnlyList<string> patterns, string? goRoot,
        CancellationToken cancellation)
    {
        var programs = GoProgram.LoadModules(
            new LoadOptions { Dir = folder, Patterns = patterns, Build = new BuildOptions { GoRoot = goRoot } }, cancellation);
        var catalogue = LifecycleCatalogue.BuiltIn;
        if (programs.All(program => program.Matched.All(p => p.IsMissing)))
        {
            // Of what is not on disk the catalogue may know something all the same.
            var lists = patterns.Select(p => new PackageLifecycleList(p, Known(catalogue, p), [])).ToArray();
            return lists.Any(l => !l.Known.IsEmpty)
                ? lists
                : throw new CheckException($"no Go packages match {string.Join(' ', patterns)} in {folder}");
        }

        var found = new ConcurrentBag<PackageLifecycleList>();
        foreach (var program in programs)
        {
            program.ForEachRoot(
                package => found.Add(new PackageLifecycleList(package.ImportPath, Known(catalogue, package.ImportPath),
                    LifecycleInference.Of(package.TypeCheck(cancellation), cancellation))),
                cancellation);
        }

        var all = found.OrderBy(l => l.Path, StringComparer.Ordinal).ToArray();
        return all.Length == 1 ? all : [.. all.Where(l => !l.Known.IsEmpty || !l.Inferred.IsEmpty)];
    }

    private static ImmutableArray<Lifecycle> Known(LifecycleCatalogue catalogue, string path)
    {
        path = LifecycleCatalogue.PathWithoutVersion(path);
        return [.. catalogue.Lifecycles.Where(l => l.Package == path)];
    }
}
