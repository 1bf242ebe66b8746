using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.S6Locks;
using Unpark.Analysis.Schedules;
using Unpark.Analysis.Suppressions;
using Unpark.Cli.Caching;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Cli.Checking;

/// <summary>A Go program and what the rules say of it.</summary>
internal sealed class CheckedGoProgram : ICheckedProgram
{
    private readonly GoProgram program;
    private readonly CheckRequest request;
    private readonly ImmutableDictionary<GoPackage, PackageReport> reports;

    private CheckedGoProgram(GoProgram program, CheckRequest request, ImmutableDictionary<GoPackage, PackageReport> reports)
    {
        this.program = program;
        this.request = request;
        this.reports = reports;
        Result = new CheckResult
        {
            Findings = Findings.Merge(reports.Values.SelectMany(r => r.Findings)),
            Suppressed = Findings.Merge(reports.Values.SelectMany(r => r.Suppressed)).Length,
            UnusedSuppressions = UnusedSuppressionsOf(),
            UnusedSuppressionsFail = request.UnusedSuppressions == UnusedSuppressionMode.Error,
            Packages = program.Matched.Length,
            Problems = ProblemsOf(),
            MissingImports = [.. reports.Values.SelectMany(r => r.MissingImports).Distinct().Order(StringComparer.Ordinal)],
            UsedSnapshot = program.Context.GoRoot is null,
        };
    }

    /// <inheritdoc/>
    public CheckResult Result { get; }

    /// <summary>Checks all packages of a program that were asked for.</summary>
    /// <param name="program">The program.</param>
    /// <param name="request">What to look for.</param>
    /// <param name="results">What earlier runs left, or null to do without.</param>
    /// <param name="progress">Told of every package that is done.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static CheckedGoProgram Check(GoProgram program, CheckRequest request, CheckCache? results, CheckProgress progress,
        CancellationToken cancellation)
    {
        var done = 0;
        var cache = results == null ? null : PackageCache.Open(program, request, results, cancellation);
        request = request with
        {
            Analysis = request.Analysis with
            {
                Libraries = new LibraryLifecycles(program, cancellation, cache == null ? null
                    : (path, infer) => cache.OfLibrary("lifecycles", path, infer, LibraryFactSerializer.Write, LibraryFactSerializer.ReadLifecycles)),
                LibraryCalls = new LibraryCalls(program, cancellation, cache == null ? null
                    : (path, infer) => cache.OfLibrary("calls", path, infer, LibraryFactSerializer.Write, LibraryFactSerializer.ReadCalls)),
                Schedules = request.Analysis.Explores ? new ScheduleProofs(program) : null,
            },
        };
        var reports = new ConcurrentDictionary<GoPackage, PackageReport>();
        var made = new ConcurrentDictionary<GoPackage, PackageReport>();
        if (cache != null)
        {
            Parallel.ForEach(
                program.Roots,
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = program.Parallelism },
                package =>
                {
                    if (!IsExcluded(package, request) && cache.Find(package) is { } known)
                    {
                        Done(package, known);
                    }
                });
        }

        program.ForEachRoot(
            [.. program.Roots.Where(package => !reports.ContainsKey(package))],
            package => Done(package, IsExcluded(package, request)
                ? PackageReport.Excluded(package)
                : made[package] = PackageReport.Of(package, request.Analysis, cancellation)),
            cancellation);
        var result = new CheckedGoProgram(program, request, reports.ToImmutableDictionary());
        cache?.Keep(made, result.Result.Problems);
        return result;

        void Done(GoPackage package, PackageReport report)
        {
            reports[package] = report.Without(request.Exclude);
            progress("checking packages:", Interlocked.Increment(ref done), program.Roots.Length);
        }
    }

    /// <inheritdoc/>
    public ICheckedProgram With(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellation)
    {
        var next = program.WithFiles(
            files.Select(f => KeyValuePair.Create<string, byte[]?>(f.Key, f.Value.ToArray())), cancellation);
        var known = ImmutableDictionary.CreateBuilder<GoPackage, PackageReport>();
        foreach (var package in next.Roots)
        {
            // A package that does not depend on the files is the same object as before, and so is what was found in it.
            known[package] = reports.GetValueOrDefault(package) ?? ReportOf(package, request, cancellation);
        }

        return new CheckedGoProgram(next, request, known.ToImmutable());
    }

    /// <inheritdoc/>
    public ImmutableArray<string> ErrorsAround(string path)
        => [.. reports.Values.Where(r => r.Files.Contains(path)).SelectMany(r => r.Errors)];

    /// <summary>What an error of the loader is to a user: without a file, the pattern or package it is about is named.</summary>
    public static CheckProblem ProblemOf(PackageError error)
    {
        // A folder outside of any module has no import path but one that begins with an underscore.
        var named = error.File.Length > 0 || error.Subject.Length == 0 || error.Subject.StartsWith('_')
            || error.Message.Contains(error.Subject, StringComparison.Ordinal);
        return new CheckProblem(error.File, error.Position?.Line ?? 0, error.Position?.Column ?? 0,
            named ? error.Message : $"{error.Subject}: {error.Message}");
    }

    private static bool IsExcluded(GoPackage package, CheckRequest request)
    {
        var paths = package.FilePaths;
        return !paths.IsEmpty && paths.All(request.Exclude.Excludes);
    }

    private static PackageReport ReportOf(GoPackage package, CheckRequest request, CancellationToken cancellation)
        => IsExcluded(package, request)
            ? PackageReport.Excluded(package)
            : PackageReport.Of(package, request.Analysis, cancellation).Without(request.Exclude);

    private ImmutableArray<UnusedSuppression> UnusedSuppressionsOf() => request.UnusedSuppressions == UnusedSuppressionMode.Off
        ? []
        : CheckResult.Sort(reports.Values.SelectMany(r => r.UnusedSuppressions));

    // What an import does not lead to is no problem of the package that has the import; a cycle is.
    private ImmutableArray<CheckProblem> ProblemsOf()
    {
        var missing = reports.Values.SelectMany(r => r.MissingImports).ToHashSet(StringComparer.Ordinal);
        var files = reports.Values.SelectMany(r => r.Files).ToHashSet(StringComparer.Ordinal);
        var problems = new HashSet<CheckProblem>(reports.Values.SelectMany(r => r.Problems));
        var placed = problems.Select(p => (p.Path, p.Line)).ToHashSet();
        foreach (var error in program.Errors)
        {
            var inDependency = error.Position is not null && !files.Contains(error.File);
            var problem = ProblemOf(error);
            if (!missing.Contains(error.Subject) && !inDependency && !request.Exclude.Excludes(problem.Path) && !placed.Contains((problem.Path, problem.Line)))
            {
                problems.Add(problem);
            }
        }

        return CheckResult.Sort(problems);
    }
}
