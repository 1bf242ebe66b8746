using Unpark.Cli.Checking;
using Unpark.Go.Build;

namespace Unpark.Cli.Caching;

/// <summary>What earlier runs left of a program's packages. Reading is safe from many threads.</summary>
internal sealed class PackageCache
{
    private readonly CheckCache cache;
    private readonly GoProgram program;
    private readonly PackageKeys keys;
    private readonly Dictionary<GoPackage, UInt128> keysOfRoots = [];
    private readonly Lock gate = new();

    private PackageCache(CheckCache cache, GoProgram program, PackageKeys keys)
    {
        this.cache = cache;
        this.program = program;
        this.keys = keys;
    }

    /// <summary>Works out under which keys what is known of a program's packages lies.</summary>
    /// <param name="program">The program, whose files are read by way of the cache's index.</param>
    /// <param name="request">What is looked for.</param>
    /// <param name="cache">Where it lies.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static PackageCache Open(GoProgram program, CheckRequest request, CheckCache cache, CancellationToken cancellation)
    {
        program.FindImports(cancellation);
        var opened = new PackageCache(cache, program, new PackageKeys(program, request, cache));
        foreach (var root in program.Roots)
        {
            cancellation.ThrowIfCancellationRequested();
            if (root.Errors.IsEmpty && opened.keys.KeyOf(root) is { } key)
            {
                opened.keysOfRoots[root] = key;
            }
        }

        return opened;
    }

    /// <summary>The report of a package, or null if it has to be made.</summary>
    public PackageReport? Find(GoPackage package)
        => keysOfRoots.TryGetValue(package, out var key) && cache.Results.Get(key) is { } bytes
            && ReportSerializer.Read(bytes, package, program.Files) is { } report && cache.Files.IsSteady
                ? report
                : null;

    /// <summary>
    /// What is known of a package that others import, by its source and that of its imports alone. Safe to call from many
    /// threads.
    /// </summary>
    /// <param name="kind">What it is that is known, one word.</param>
    /// <param name="importPath">The path that names the package.</param>
    /// <param name="make">Works it out.</param>
    /// <param name="write">Makes bytes of it.</param>
    /// <param name="read">Makes it of bytes; null if they are no such thing.</param>
    public T OfLibrary<T>(string kind, string importPath, Func<T> make, Func<T, byte[]> write, Func<byte[], T?> read)
        where T : class
    {
        UInt128? key;
        lock (gate)
        {
            key = keys.KeyOfLibrary(kind, importPath);
        }

        if (key is not { } known)
        {
            return make();
        }

        if (cache.Results.Get(known) is { } bytes && read(bytes) is { } found)
        {
            return found;
        }

        var made = make();
        if (cache.Files.IsSteady)
        {
            cache.Results.Put(known, write(made));
        }

        return made;
    }

    /// <summary>Keeps the reports that were made and have no problems.</summary>
    /// <param name="made">The reports, by their packages.</param>
    /// <param name="problems">The problems of the run.</param>
    public void Keep(IEnumerable<KeyValuePair<GoPackage, PackageReport>> made, IEnumerable<CheckProblem> problems)
    {
        if (!cache.Files.IsSteady)
        {
            // The keys are of files as they were before somebody changed one.
            return;
        }

        var bad = problems.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (package, report) in made)
        {
            if (keysOfRoots.TryGetValue(package, out var key) && package.Errors.IsEmpty && report.Problems.IsEmpty
                && !bad.Contains(package.Files.Dir) && !report.Files.Any(bad.Contains))
            {
                cache.Results.Put(key, ReportSerializer.Write(report));
            }
        }
    }
}
