using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Infers what functions of libraries do with the functions they are given. A library's bodies are checked once, apart from
/// the packages that share its declarations, and given up again; what came out may be kept for later runs.
/// </summary>
/// <param name="program">The program whose packages call them.</param>
/// <param name="cancellation">Ends the work early.</param>
/// <param name="keep">Gives what is known of an import path from earlier runs, or keeps what is inferred now; may be null.</param>
public sealed class LibraryCalls(GoProgram program, CancellationToken cancellation,
    Func<string, Func<ImmutableDictionary<string, LibraryCall>>, ImmutableDictionary<string, LibraryCall>>? keep = null) : ILibraryCalls
{
    private readonly ConcurrentDictionary<string, Lazy<ImmutableDictionary<string, LibraryCall>>> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public LibraryCall? Of(Func function) => function is { Exported: true, Package: { } package }
        ? known.GetOrAdd(package.Path, path => new(() => Find(path))).Value.GetValueOrDefault(LibraryCallInference.KeyOf(function))
        : null;

    private ImmutableDictionary<string, LibraryCall> Find(string path) => keep == null ? Infer(path) : keep(path, () => Infer(path));

    private ImmutableDictionary<string, LibraryCall> Infer(string path) =>
        program.CheckApart(path, cancellation) is { } typed
            ? LibraryCallInference.Of(typed, cancellation)
            : ImmutableDictionary<string, LibraryCall>.Empty;
}
