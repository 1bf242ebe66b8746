using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Cli.Checking;

/// <summary>A Go program and what the rules say of it.</summary>
internal sealed class CheckedGoProgram : ICheckedProgram
{
    private readonly GoProgram program;
    private readonly AnalysisOptions options;
    private readonly ImmutableDictionary<GoPackage, PackageReport> reports;

    private CheckedGoProgram(GoProgram program, AnalysisOptions options, ImmutableDictionary<GoPackage, PackageReport> reports)
    {
        this.program = program;
        this.options = options;
        this.reports = reports;
        Result = new CheckResult
        {
            Findings = Findings.Merge(reports.Values.SelectMany(r => r.Findings)),
            Packages = program.Matched.Length,
            Problems = ProblemsOf(),
            MissingImports = [.. reports.Values.SelectMany(r => r.MissingImports).Distinct().Order(StringComparer.Ordinal)],
            UsedSnapshot = program.Context.GoRoot is null,
        };
    }

    /// <inheritdoc/>
    public CheckResult Result { get; }

    /// <summary>Checks all packages of a program that were asked for.</summary>
    public static CheckedGoProgram Check(GoProgram program, AnalysisOptions options, CheckProgress progress,
        CancellationToken cancellation)
    {
        var done = 0;
        options = options with { Toolchain = GoVersion.Parse(program.Context.GoVersion) };
        var reports = new ConcurrentDictionary<GoPackage, PackageReport>();
        program.ForEachRoot(
            package =>
            {
                reports[package] = PackageReport.Of(package, options, cancellation);
                progress("checking packages:", Interlocked.Increment(ref done), program.Roots.Length);
            },
            cancellation);
        return new CheckedGoProgram(program, options, reports.ToImmutableDictionary());
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
            known[package] = reports.GetValueOrDefault(package) ?? PackageReport.Of(package, options, cancellation);
        }

        return new CheckedGoProgram(next, options, known.ToImmutable());
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
            if (!missing.Contains(error.Subject) && !inDependency && !placed.Contains((problem.Path, problem.Line)))
            {
                problems.Add(problem);
            }
        }

        return
        [
            .. problems
                .OrderBy(p => p.Path, StringComparer.Ordinal)
                .ThenBy(p => p.Line)
                .ThenBy(p => p.Column)
                .ThenBy(p => p.Message, StringComparer.Ordinal),
        ];
    }
}
