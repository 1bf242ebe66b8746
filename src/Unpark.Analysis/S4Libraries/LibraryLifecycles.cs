using System.Collections.Concurrent;
using System.Collections.Frozen;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// Infers the lifecycles of the libraries whose constructors are called. A library's bodies are checked once, apart from
/// the packages that share its declarations, and given up again; what came out may be kept for later runs.
/// </summary>
/// <param name="program">The program whose packages call them.</param>
/// <param name="cancellation">Ends the work early.</param>
/// <param name="keep">Gives what is known of an import path from earlier runs, or keeps what is inferred now; may be null.</param>
public sealed class LibraryLifecycles(GoProgram program, CancellationToken cancellation,
    Func<string, Func<FrozenDictionary<string, Lifecycle>>, FrozenDictionary<string, Lifecycle>>? keep = null) : ILibraryLifecycles
{
    private static readonly string[] Beginnings =
        ["New", "Open", "Dial", "Connect", "Start", "Create", "Listen", "Watch", "Subscribe", "Make", "Must"];

    private readonly ConcurrentDictionary<string, Lazy<FrozenDictionary<string, Lifecycle>>> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Lifecycle? LifecycleOf(Func function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (function.IsMethod || !function.Exported || function.Package is not { } package || !package.Path.Contains('.', StringComparison.Ordinal)
            || !Beginnings.Any(b => function.Name.StartsWith(b, StringComparison.Ordinal)) || !HasEnd(function))
        {
            return null;
        }

        return known.GetOrAdd(package.Path, path => new(() => Find(path))).Value.GetValueOrDefault(function.Name);
    }

    // What gives nothing that has an end needs no look into its source.
    private static bool HasEnd(Func function)
    {
        if (function.Signature.Results.Vars is not [var first, ..] || first.Type is BasicType)
        {
            return false;
        }

        foreach (var name in (ReadOnlySpan<string>)["Close", "Stop", "Shutdown", "ShutDown", "Cancel", "Drain", "Release", "Destroy"])
        {
            if (Lookup.FieldOrMethod(first.Type, true, function.Package, name).Obj is Func)
            {
                return true;
            }
        }

        return false;
    }

    private FrozenDictionary<string, Lifecycle> Find(string path) => keep == null ? Infer(path) : keep(path, () => Infer(path));

    private FrozenDictionary<string, Lifecycle> Infer(string path)
    {
        if (program.CheckApart(path, cancellation) is not { } typed)
        {
            return FrozenDictionary<string, Lifecycle>.Empty;
        }

        var lifecycles = new Dictionary<string, Lifecycle>(StringComparer.Ordinal);
        foreach (var inferred in LifecycleInference.Of(typed, cancellation))
        {
            if (inferred.ToLifecycle() is { } lifecycle)
            {
                lifecycles.TryAdd(lifecycle.Name, lifecycle);
            }
        }

        return lifecycles.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
