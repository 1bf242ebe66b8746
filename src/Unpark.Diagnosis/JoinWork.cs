using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.S6Locks;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Goes through the packages that goroutines are parked in, and explains those.</summary>
internal sealed class JoinWork
{
    private readonly ImmutableArray<DiagnosedGroup> groups;
    private readonly SourceLocator locator;
    private readonly SourceOptions options;
    private readonly CancellationToken cancellation;

    // By the folder of the package that explains them.
    private readonly Dictionary<string, List<(int Group, Frame Frame, string Path)>> wanted = new(StringComparer.Ordinal);
    private readonly LibraryFindings ofLibraries = new();
    private readonly ConcurrentBag<string> problems = [];
    private readonly Lazy<HashSet<string>> libraryPackages;
    private readonly ConcurrentDictionary<string, bool> analysed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> imports = new(StringComparer.Ordinal);

    public JoinWork(ImmutableArray<DiagnosedGroup> groups, SourceLocator locator, SourceOptions options, CancellationToken cancellation)
    {
        (this.groups, this.locator, this.options, this.cancellation) = (groups, locator, options, cancellation);
        Results = new SourceExplanation?[groups.Length];
        libraryPackages = new(() => groups.Where(LibraryFindings.Explains).SelectMany(LibraryFindings.PackagesOf).ToHashSet(StringComparer.Ordinal));
        for (var i = 0; i < groups.Length; i++)
        {
            if (Place(groups[i].Group) is { } place)
            {
                var folder = Path.GetDirectoryName(place.Path)!;
                if (!wanted.TryGetValue(folder, out var list))
                {
                    wanted.Add(folder, list = []);
                }

                list.Add((i, place.Frame, place.Path));
            }
        }
    }

    /// <summary>What the source says, by the numbers of the groups.</summary>
    public SourceExplanation?[] Results { get; }

    /// <summary>What kept source from being read.</summary>
    public ImmutableArray<string> Problems => [.. problems.Distinct().Order(StringComparer.Ordinal)];

    public void Run()
    {
        var own = wanted.Keys.Where(f => locator.IsOfProgram(Path.Combine(f, "x"))).ToHashSet(StringComparer.Ordinal);
        var libraries = groups.Any(LibraryFindings.Explains) && (options.IsCertain || own.Count > 0 || options.Tests is not null);
        if (libraries && options.Tests is null)
        {
            foreach (var module in locator.ModuleFolders)
            {
                Run(module, ["./..."]);
            }
        }
        else
        {
            foreach (var module in own.Where(f => locator.ModuleOf(f) is not null).GroupBy(f => locator.ModuleOf(f)!, StringComparer.Ordinal))
            {
                Run(module.Key, [.. module.Select(f => "./" + Path.GetRelativePath(module.Key, f))]);
            }
        }

        foreach (var folder in wanted.Keys.Where(f => !own.Contains(f) || locator.ModuleOf(f) is null))
        {
            Run(folder, ["."]);
        }

        if (libraries && options.Tests is { } tests)
        {
            ImmutableArray<string> callers = [.. groups.Where(LibraryFindings.Explains).Select(g => tests[g].Package).Distinct(StringComparer.Ordinal)];
            RunCallers(callers);
            // What a test calls may have made it, and so on; further away it is not looked for.
            if (groups.Where((g, i) => LibraryFindings.Explains(g) && Results[i] is null && OfLibrary(g) is null).Any())
            {
                RunCallers([.. callers.SelectMany(c => imports.GetValueOrDefault(c) ?? []).Distinct(StringComparer.Ordinal)]);
            }
        }

        for (var i = 0; i < groups.Length; i++)
        {
            Results[i] ??= OfLibrary(groups[i]);
        }
    }

    private SourceExplanation? OfLibrary(DiagnosedGroup group) => LibraryFindings.Explains(group)
        ? ofLibraries.Explain(group, options.Tests?[group]) : null;

    // Nothing is parked in these packages: only what makes a library's value is of interest.
    private void RunCallers(ImmutableArray<string> packages)
    {
        var callers = packages.RemoveAll(analysed.ContainsKey);
        if (!callers.IsEmpty)
        {
            var rules = groups.Where(LibraryFindings.Explains).Select(g => g.Signature!.Rule!).ToImmutableHashSet(StringComparer.Ordinal);
            Run(options.Folders[0], callers, rules);
        }
    }

    // The innermost frame that is the program's own; without one, where the goroutine is blocked.
    private (Frame Frame, string Path)? Place(GoroutineGroup group)
    {
        foreach (var frame in group.Stack.Frames)
        {
            if (locator.Find(frame) is { } path && locator.IsOfProgram(path))
            {
                return (frame, path);
            }
        }

        return group.Blocked is { } blocked && !FunctionName.IsMachinery(blocked.Function) && locator.Find(blocked) is { } its
            && FunctionName.Package(blocked.Function).Contains('.', StringComparison.Ordinal) ? (blocked, its) : null;
    }

    private void Run(string folder, ImmutableArray<string> patterns, ImmutableHashSet<string>? rules = null)
    {
        GoProgram program;
        try
        {
            program = GoProgram.Load(new LoadOptions
            {
                Dir = folder,
                Patterns = patterns,
                // Goroutines of a test that hangs are parked in test files.
                Tests = options.Tests is not null || wanted.Values.Any(l => l.Any(w => w.Path.EndsWith("_test.go", StringComparison.Ordinal))),
                Build = new BuildOptions { GoRoot = options.GoRoot },
            }, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: {e.Message.TrimEnd('.')}");
            return;
        }

        var analysis = options.Analysis with
        {
            Libraries = options.Analysis.Libraries ?? new LibraryLifecycles(program, cancellation),
            LibraryCalls = options.Analysis.LibraryCalls ?? new LibraryCalls(program, cancellation),
            Rules = rules ?? options.Analysis.Rules,
        };
        program.ForEachRoot(package => Guarded(package, () => Explain(package, analysis, rules is not null)), cancellation);
    }

    private ImmutableHashSet<string> OwnImports(GoPackage package) =>
    [
        .. package.ImportedPaths.Select(package.Import).OfType<GoPackage>()
            .Where(p => p.Files.Dir.Length > 0 && locator.IsOfProgram(Path.Combine(p.Files.Dir, "x"))).Select(p => p.Files.ImportPath),
    ];

    // A mistake of ours in one package must not keep the others from being explained.
    private void Guarded(GoPackage package, Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // said to the user
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var where = e.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "";
            problems.Add($"internal error in package {package.Id}, please report it: {e.GetType().Name}: {e.Message} {where}");
        }
    }

    private void Explain(GoPackage package, AnalysisOptions analysis, bool isSearchOnly)
    {
        analysed[package.ImportPath] = true;
        if (options.Tests is not null)
        {
            imports.AddOrUpdate(package.Files.ImportPath, _ => OwnImports(package), (_, others) => others.Union(OwnImports(package)));
        }

        if (isSearchOnly && !package.ImportedPaths.Any(libraryPackages.Value.Contains))
        {
            return;
        }

        var typed = package.TypeCheck(cancellation);
        var findings = Findings(package, typed, analysis);
        // A comment keeps a finding out of a check; what it is about leaks nevertheless.
        var all = findings is null ? [] : findings.Findings.AddRange(findings.Suppressed);
        foreach (var finding in all)
        {
            ofLibraries.Add(package.Files.ImportPath, typed, finding);
        }

        if (!wanted.TryGetValue(package.Files.Dir, out var list))
        {
            return;
        }

        var explainer = new PackageExplainer(typed, all);
        foreach (var (group, frame, path) in list)
        {
            cancellation.ThrowIfCancellationRequested();
            // Of a package and its tests only one may have the file.
            Guarded(package, () => Results[group] = explainer.Explain(groups[group].Group, frame, path, locator.Find) ?? Results[group]);
        }
    }

    // Where the rules fail the lines still tell.
    private AnalysisResult? Findings(GoPackage package, TypedPackage typed, AnalysisOptions analysis)
    {
        AnalysisResult? result = null;
        Guarded(package, () => result = LeakAnalysis.Run(typed, analysis, cancellation));
        return result;
    }
}
