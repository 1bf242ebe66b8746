using Unpark.Cli.Checking;
using Unpark.Go.Build;

namespace Unpark.Cli.Caching;

/// <summary>The reports of a program's packages as earlier runs left them. Reading is safe from many threads.</summary>
internal sealed class PackageCache
{
    private readonly ResultCache results;
    private readonly GoProgram program;
    private readonly Dictionary<GoPackage, UInt128> keys = [];

    private PackageCache(ResultCache results, GoProgram program)
    {
        this.results = results;
        this.program = program;
    }

    /// <summary>Opens the cache that a request asks for, or gives null.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static PackageCache? Open(GoProgram program, CheckRequest request, CancellationToken cancellation)
    {
        if (request.CacheFolder is not { } folder || ToolIdentity.Find() is not { } tool)
        {
            return null;
        }

        program.ReadImports(cancellation);
        var cache = new PackageCache(new ResultCache(folder), program);
        var keys = new PackageKeys(program, request, tool);
        foreach (var root in program.Roots)
        {
            cancellation.ThrowIfCancellationRequested();
            if (root.Errors.IsEmpty && keys.KeyOf(root) is { } key)
            {
                cache.keys[root] = key;
            }
        }

        return cache;
    }

    /// <summary>The report of a package, or null if it has to be made.</summary>
    public PackageReport? Find(GoPackage package)
        => keys.TryGetValue(package, out var key) && results.Get(key) is { } bytes
            ? ReportSerializer.Read(bytes, package, program.Files)
            : null;

    /// <summary>Keeps the reports that were made and have no problems.</summary>
    /// <param name="made">The reports, by their packages.</param>
    /// <param name="problems">The problems of the run.</param>
    public void Keep(IEnumerable<KeyValuePair<GoPackage, PackageReport>> made, IEnumerable<CheckProblem> problems)
    {
        var bad = problems.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (package, report) in made)
        {
            if (keys.TryGetValue(package, out var key) && package.Errors.IsEmpty && report.Problems.IsEmpty
                && !bad.Contains(package.Files.Dir) && !report.Files.Any(bad.Contains))
            {
                results.Put(key, ReportSerializer.Write(report));
            }
        }

        results.Trim();
    }
}
