using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Suppressions;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Checking;

/// <summary>What checking one package gave.</summary>
internal sealed class PackageReport
{
    private const int MostErrorsOfFile = 10;

    private PackageReport()
    {
    }

    /// <summary>The paths of the package's files.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>What the rules found.</summary>
    public ImmutableArray<Finding> Findings { get; private init; } = [];

    /// <summary>What the rules found and comments keep back.</summary>
    public ImmutableArray<Finding> Suppressed { get; private init; } = [];

    /// <summary>The comments that keep nothing back.</summary>
    public ImmutableArray<UnusedSuppression> UnusedSuppressions { get; private init; } = [];

    /// <summary>The syntax errors, and an error of our own if there was one.</summary>
    public ImmutableArray<CheckProblem> Problems { get; private init; } = [];

    /// <summary>The syntax and type errors, as messages.</summary>
    public ImmutableArray<string> Errors { get; private init; } = [];

    /// <summary>The imports that lead to nothing on disk.</summary>
    public ImmutableArray<string> MissingImports { get; private init; } = [];

    /// <summary>The report of a package that is left out.</summary>
    public static PackageReport Excluded(GoPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new PackageReport { Files = package.FilePaths };
    }

    /// <summary>A report without problems that an earlier run made of the same package.</summary>
    public static PackageReport Remembered(GoPackage package, ImmutableArray<string> missingImports,
        ImmutableArray<Finding> findings, ImmutableArray<Finding> suppressed, ImmutableArray<UnusedSuppression> unused)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new PackageReport
        {
            Files = package.FilePaths,
            Findings = findings,
            Suppressed = suppressed,
            UnusedSuppressions = unused,
            MissingImports = missingImports,
        };
    }

    /// <summary>This report without what is about files that are left out.</summary>
    public PackageReport Without(PathFilter excluded)
    {
        if (excluded.IsEmpty)
        {
            return this;
        }

        return new PackageReport
        {
            Files = Files,
            Findings = [.. Findings.Where(f => !excluded.Excludes(f.Span.File.Path))],
            Suppressed = [.. Suppressed.Where(f => !excluded.Excludes(f.Span.File.Path))],
            UnusedSuppressions = [.. UnusedSuppressions.Where(u => !excluded.Excludes(u.Span.File.Path))],
            Problems = [.. Problems.Where(p => !excluded.Excludes(p.Path))],
            Errors = Errors,
            MissingImports = MissingImports,
        };
    }

    /// <summary>Checks a package. A mistake of ours in one package must not keep others from being checked.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static PackageReport Of(GoPackage package, AnalysisOptions options, CancellationToken cancellation)
    {
        try
        {
            return Check(package, options, cancellation);
        }
#pragma warning disable CA1031 // reported as a problem of the package
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var where = e.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "";
            return new PackageReport
            {
                Files = package.FilePaths,
                Problems =
                [
                    new CheckProblem(package.Files.Dir, 0, 0, $"internal error in package {package.Id}, please report it: "
                        + $"{e.GetType().Name}: {e.Message} {where}"),
                ],
            };
        }
    }

    private static PackageReport Check(GoPackage package, AnalysisOptions options, CancellationToken cancellation)
    {
        var result = LeakAnalysis.Run(package.Typed, options, cancellation);
        var problems = ImmutableArray.CreateBuilder<CheckProblem>();
        var errors = ImmutableArray.CreateBuilder<string>();
        foreach (var tree in package.Trees)
        {
            errors.AddRange(tree.Diagnostics.Select(d => d.Message));
            AddProblems(tree, problems);
        }

        foreach (var diagnostic in package.Typed.Diagnostics)
        {
            errors.Add(diagnostic.Message);
        }

        foreach (var failure in result.ExplorationFailures)
        {
            problems.Add(new CheckProblem(package.Files.Dir, 0, 0, $"internal error in package {package.Id}, please report it: {failure}"));
        }

        return new PackageReport
        {
            Files = package.FilePaths,
            Findings = result.Findings,
            Suppressed = result.Suppressed,
            UnusedSuppressions = result.UnusedSuppressions,
            Problems = problems.DrainToImmutable(),
            Errors = errors.DrainToImmutable(),
            MissingImports = [.. package.ImportedPaths.Where(p => IsMissing(package, p))],
        };
    }

    // One error a line, since those that follow are mostly its consequence, and not too many: go/scanner's ErrorList and
    // the go command do the same.
    private static void AddProblems(SyntaxTree tree, ImmutableArray<CheckProblem>.Builder problems)
    {
        var shown = 0;
        var last = 0;
        for (var i = 0; i < tree.Diagnostics.Length; i++)
        {
            var diagnostic = tree.Diagnostics[i];
            var (line, column) = tree.File.PositionOf(diagnostic.Offset);
            if (line == last)
            {
                continue;
            }

            last = line;
            if (++shown > MostErrorsOfFile)
            {
                problems.Add(new CheckProblem(tree.File.Path, line, column, "too many errors"));
                return;
            }

            problems.Add(new CheckProblem(tree.File.Path, line, column, diagnostic.Message));
        }
    }

    private static bool IsMissing(GoPackage package, string path)
        => path is not ("C" or "unsafe") && package.Import(path) is null;
}
