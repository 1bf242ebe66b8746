using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Analysis.S6Locks;
using Unpark.Cli.Caching;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Cli.Checking;

/// <summary>
/// Infers what functions of libraries do with the functions they are given. A library's bodies are checked once, apart from
/// the packages that share its declarations, and given up again; what came out is kept for later runs.
/// </summary>
internal sealed class LibraryCalls(GoProgram program, PackageCache? cache, CancellationToken cancellation) : ILibraryCalls
{
    private readonly ConcurrentDictionary<string, Lazy<ImmutableDictionary<string, LibraryCall>>> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public LibraryCall? Of(Func function) => function is { Exported: true, Package: { } package }
        ? known.GetOrAdd(package.Path, path => new(() => Find(path))).Value.GetValueOrDefault(LibraryCallInference.KeyOf(function))
        : null;

    private ImmutableDictionary<string, LibraryCall> Find(string path) => cache == null
        ? Infer(path)
        : cache.OfLibrary("calls", path, () => Infer(path), LibraryFactSerializer.Write, LibraryFactSerializer.ReadCalls);

    private ImmutableDictionary<string, LibraryCall> Infer(string path) =>
        program.CheckApart(path, cancellation) is { } typed
            ? LibraryCallInference.Of(typed, cancellation)
            : ImmutableDictionary<string, LibraryCall>.Empty;
}
