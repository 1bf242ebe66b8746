using System.Collections.Concurrent;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// The packages of a program with the bodies of their functions checked, for explorers that execute them: those of the standard
/// library are checked once for all explorers, of others the last ones are kept. Safe to use from many threads.
/// </summary>
/// <param name="program">Where packages are found.</param>
public sealed class ExplorerSources(GoProgram program)
{
    private const int MaxKept = 48;

    private readonly ConcurrentDictionary<string, Lazy<TypedPackage?>> standard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<TypedPackage?>> models = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, Lazy<TypedPackage?> Package)> kept = [];
    private readonly Lock gate = new();

    /// <summary>The program.</summary>
    public GoProgram Program => program;

    /// <summary>A package of an import path, or null if it is not there. O(its source) when it is not kept.</summary>
    /// <param name="path">The import path.</param>
    public TypedPackage? Find(string path) => ExecutedPackages.IsStandard(path)
        ? standard.GetOrAdd(path, p => new Lazy<TypedPackage?>(() => program.CheckApart(p))).Value
        : Kept(path).Value;

    /// <summary>The model of a package, checked; null if there is none.</summary>
    internal TypedPackage? ModelOf(string path) => Models.Has(path)
        ? models.GetOrAdd(path, p => new Lazy<TypedPackage?>(() => Models.Load(program, p))).Value : null;

    private Lazy<TypedPackage?> Kept(string path)
    {
        lock (gate)
        {
            for (var node = kept.First; node != null; node = node.Next)
            {
                if (node.Value.Path == path)
                {
                    kept.Remove(node);
                    kept.AddFirst(node);
                    return node.Value.Package;
                }
            }

            var made = new Lazy<TypedPackage?>(() => program.CheckApart(path));
            kept.AddFirst((path, made));
            if (kept.Count > MaxKept)
            {
                kept.RemoveLast();
            }

            return made;
        }
    }
}
