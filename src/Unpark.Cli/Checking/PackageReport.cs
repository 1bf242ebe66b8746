using System.Collections.Immutable;
using Unpark.Analysis;
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

    /// <summary>The syntax errors, and an error of our own if there was one.</summary>
    public ImmutableArray<CheckProblem> Problems { get; private init; } = [];

    /// <summary>The syntax and type errors, as messages.</summary>
    public ImmutableArray<string> Errors { get; private init; } = [];

    /// <summary>The imports that lead to nothing on disk.</summary>
    public ImmutableArray<string> MissingImports { get; private init; } = [];

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
        var findings = LeakAnalysis.Analyze(package.Typed, options, cancellation);
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

        return new PackageReport
        {
            Files = package.FilePaths,
            Findings = findings,
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
