using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Types;

namespace Unpark.Go.Build;

/// <summary>
/// Packages that were asked for, and those they need: found, parsed and type-checked as far as something asks.
/// An immutable snapshot: <see cref="WithFile"/> gives another one that shares what did not change.
/// Safe to use from many threads.
/// </summary>
/// <example>
/// <code>
/// var program = GoProgram.Load(new LoadOptions { Dir = dir, Patterns = ["./..."], Tests = true });
/// foreach (var package in program.Roots)
/// {
///     var typed = package.TypeCheck();
///     foreach (var file in typed.Files) { /* file.TypeOf(expr), file.ObjectOf(ident), … */ }
/// }
/// </code>
/// </example>
public sealed class GoProgram
{
    private readonly PackageLoader loader;
    private readonly LoadOptions options;
    private readonly ConcurrentDictionary<PackageKey, GoPackage> packages;
    private readonly ConcurrentDictionary<string, List<PackageKey>> testVariants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ImportPath, string Needed), bool> needs = [];
    private readonly ConcurrentDictionary<(string File, string Path), PackageError> importErrors = [];
    private readonly ImportOrder importOrder = new();
    private readonly FrozenSet<string> rootPaths;
    private volatile FrozenSet<string> pathsInWork;
    private readonly FrozenSet<(string From, string To)> cyclicImports;
    private readonly ImmutableArray<PackageError> matchErrors;

    private GoProgram(
        LoadOptions options,
        PackageLoader loader,
        PatternMatches matches,
        ParsedFiles parsed,
        IReadOnlyCollection<GoPackage> reused,
        CancellationToken cancellation)
    {
        this.options = options;
        this.loader = loader;
        Parsed = parsed;
        Parallelism = Math.Max(1, options.Parallelism ?? Environment.ProcessorCount);
        Sizes = Sizes.ForArchitecture(loader.Context.GoArch);
        matchErrors = matches.Errors;
        rootPaths = matches.Packages.Select(package => package.ImportPath).ToFrozenSet(StringComparer.Ordinal);
        pathsInWork = rootPaths;
        cyclicImports = FindCycles(matches.Packages, out var order);
        cancellation.ThrowIfCancellationRequested();
        packages = new ConcurrentDictionary<PackageKey, GoPackage>();
        foreach (var package in reused)
        {
            packages[PackageKey.Of(package)] = package;
            package.MoveTo(this);
            if (package.TestOf is { } tested && package.Variant == PackageVariant.Plain)
            {
                testVariants.GetOrAdd(tested, static _ => []).Add(PackageKey.Of(package));
            }
        }

        foreach (var package in reused)
        {
            foreach (var imported in package.ImportedPackages())
            {
                importOrder.TryAdd(package, imported);
            }
        }

        Matched = matches.Packages;
        Roots = [.. matches.Packages.SelectMany(RootsOf)];
        DependencyOrder = order;
    }

    /// <summary>For what is built, and where things are.</summary>
    public BuildContext Context => loader.Context;

    /// <summary>Where files are read from.</summary>
    public SourceFiles Files => loader.Files;

    /// <summary>
    /// The packages asked for, in the order of the patterns. With tests, a package that has some comes with them in it
    /// (<c>p [p.test]</c>), and an external test package stands behind it.
    /// </summary>
    public ImmutableArray<GoPackage> Roots { get; }

    /// <summary>
    /// What went wrong so far: patterns, go.mod files, packages asked for, and imports that were followed and led
    /// nowhere. More may be added while packages are checked. Sorted by file and place.
    /// </summary>
    public ImmutableArray<PackageError> Errors =>
    [
        .. loader.Errors,
        .. matchErrors,
        .. Roots.SelectMany(root => root.Errors).Distinct(),
        .. importErrors.Values
            .OrderBy(error => error.File, StringComparer.Ordinal)
            .ThenBy(error => error.Position?.Line)
            .ThenBy(error => error.Subject, StringComparer.Ordinal),
    ];

    /// <summary>The packages the patterns matched, by their folders.</summary>
    public ImmutableArray<PackageFiles> Matched { get; }

    /// <summary>How many threads may work at a time.</summary>
    public int Parallelism { get; }

    internal Sizes Sizes { get; }

    internal ParsedFiles Parsed { get; }

    private ImmutableArray<PackageFiles> DependencyOrder { get; }

    /// <summary>Finds the packages that patterns match. Reads the tops of their files; parses nothing.</summary>
    /// <param name="options">What to load.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static GoProgram Load(LoadOptions options, CancellationToken cancellation = default)
    {
        var files = options.Files ?? new DiskFiles();
        var build = options.Dir == null ? options.Build : options.Build with { Dir = options.Dir };
        return Load(options, new PackageLoader(BuildContext.Create(build, files), files), cancellation);
    }

    /// <summary>
    /// Finds the packages that patterns match, and takes every folder as part of the module it lies in. The go command
    /// refuses to build what is of another module than <see cref="LoadOptions.Dir"/>; here that is a program of its own,
    /// whose imports lead where they lead within its module. As with the go command, <c>./...</c> leaves out the modules
    /// that lie within its own; where there is no module, it stands for all below.
    /// </summary>
    /// <param name="options">What to load.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>A program for each module, in the order of the patterns; at least one.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ImmutableArray<GoProgram> LoadModules(LoadOptions options, CancellationToken cancellation = default)
    {
        options = options with { Files = options.Files ?? new DiskFiles() };
        var build = options.Dir == null ? options.Build : options.Build with { Dir = options.Dir };
        var loader = new PackageLoader(BuildContext.Create(build, options.Files), options.Files);
        var programs = ImmutableArray.CreateBuilder<GoProgram>();
        foreach (var (moduleDir, patterns) in loader.SplitByModule(options.Patterns))
        {
            programs.Add(moduleDir == null
                ? Load(options with { Patterns = patterns }, loader, cancellation)
                : Load(
                    options with
                    {
                        Patterns = patterns,
                        // A go.mod file that was named stands in for that of one module.
                        Build = options.Build with { ModuleDir = moduleDir, ModFile = "" },
                    },
                    cancellation));
        }

        return programs.DrainToImmutable();
    }

    /// <summary>The package of an import path, without tests, or null if there is none with Go files.</summary>
    public GoPackage? Find(string importPath)
    {
        var files = loader.Load(importPath, tests: false);
        return HasFiles(files) ? Get(files, null, PackageVariant.Plain) : null;
    }

    /// <summary>
    /// The files of the package that an import leads to, its test files unread; null for "C" and "unsafe". Nothing is
    /// parsed. What is not found is an entry with an error.
    /// </summary>
    /// <param name="importer">The importing package.</param>
    /// <param name="path">The import path as written.</param>
    public PackageFiles? FilesOfImport(PackageFiles importer, string path)
    {
        ArgumentNullException.ThrowIfNull(importer);
        return path is "C" or "unsafe" ? null : loader.Load(importer.Resolve(path), tests: false);
    }

    /// <summary>
    /// True if an import leads to embedded declarations of the standard library: what stands there depends on nothing but
    /// the build of this library. Nothing is read.
    /// </summary>
    /// <param name="importer">The importing package.</param>
    /// <param name="path">The import path as written.</param>
    public bool IsEmbedded(PackageFiles importer, string path)
    {
        ArgumentNullException.ThrowIfNull(importer);
        return IsEmbedded(importer.Resolve(path));
    }

    /// <summary>
    /// Finds all that is imported, directly or not, on several threads: whoever goes through it afterwards need not wait for
    /// the disk. Embedded declarations are left where they are. Nothing is parsed.
    /// </summary>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void FindImports(CancellationToken cancellation = default)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var level = new ConcurrentBag<string>();
        foreach (var root in Matched)
        {
            Add(root, root.Imports, level);
            Add(root, root.TestImports, level);
            Add(root, root.XTestImports, level);
        }

        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Parallelism };
        while (!level.IsEmpty)
        {
            var next = new ConcurrentBag<string>();
            Parallel.ForEach(level, parallel, path =>
            {
                var package = loader.Load(path, tests: false);
                Add(package, package.Imports, next);
            });
            level = next;
        }

        void Add(PackageFiles importer, ImmutableArray<string> imports, ConcurrentBag<string> to)
        {
            foreach (var path in imports)
            {
                if (path is not ("C" or "unsafe") && importer.Resolve(path) is var importPath && seen.TryAdd(importPath, true)
                    && !IsEmbedded(importPath))
                {
                    to.Add(importPath);
                }
            }
        }
    }

    /// <summary>
    /// The package of an import path with the bodies of its functions checked, whether it was asked for or not: a package of
    /// its own that nothing imports and that nothing here keeps. What it imports is what other packages import.
    /// </summary>
    /// <param name="importPath">The import path.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The package, or null if there is none with Go files, or only embedded declarations, which have no bodies.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public TypedPackage? CheckApart(string importPath, CancellationToken cancellation = default) =>
        IsEmbedded(importPath) ? null : Find(importPath)?.CheckApart(Files, cancellation);

    /// <summary>This program with one file changed, added or deleted.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">Its bytes, which must not be changed afterwards; null if it is deleted.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public GoProgram WithFile(string path, byte[]? content, CancellationToken cancellation = default) =>
        WithFiles([new KeyValuePair<string, byte[]?>(path, content)], cancellation);

    /// <summary>
    /// This program with files changed, added or deleted. Trees of other files are shared, and so is every package that
    /// does not depend on one of these files, with all that was found out about it.
    /// </summary>
    /// <param name="changes">
    /// The files with their bytes, which must not be changed afterwards; null for deleted ones.
    /// </param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public GoProgram WithFiles(
        IEnumerable<KeyValuePair<string, byte[]?>> changes, CancellationToken cancellation = default)
    {
        var below = Files is ApiSnapshotFiles snapshot ? snapshot.Below : Files;
        var overlay = below as SourceOverlay ?? new SourceOverlay(below);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var sameFiles = true;
        foreach (var (path, content) in changes)
        {
            var full = Path.GetFullPath(path);
            // A file that comes or goes, or go.mod, may change which packages there are and what imports mean.
            sameFiles &= full.EndsWith(".go", StringComparison.Ordinal) && content != null && Files.FileExists(full);
            changed.Add(full);
            overlay = overlay.With(full, content);
        }

        if (changed.Count == 0)
        {
            return this;
        }

        var newOptions = options with { Files = overlay };
        var newLoader = sameFiles ? loader.With(overlay, changed) : new PackageLoader(Context, overlay);
        var matches = newLoader.Match(options.Patterns, options.Tests, cancellation);
        var reused = FindReusable(newLoader, changed, !sameFiles, cancellation);
        return new GoProgram(newOptions, newLoader, matches, Parsed.Copy(), reused, cancellation);
    }

    /// <summary>
    /// Calls an action for each root, what is imported before what imports it, on several threads, and gives up what is
    /// done: bodies of functions and the facts about them as soon as all roots of a folder are through, declarations
    /// when no root that is left needs them. The memory in use does not grow with all that is loaded. What is asked of
    /// a package afterwards is found out anew, from other objects than before.
    /// </summary>
    /// <param name="action">What to do with a package, called once for each root from any thread.</param>
    /// <param name="cancellation">Cancels the work between packages.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void ForEachRoot(Action<GoPackage> action, CancellationToken cancellation = default) =>
        ForEachRoot(Roots, action, cancellation);

    /// <summary>
    /// The same for some of the roots. The others are, until that is done, no more than what these import: bodies of their
    /// functions are not parsed.
    /// </summary>
    /// <param name="roots">The roots to go through.</param>
    /// <param name="action">What to do with a package, called once for each of them from any thread.</param>
    /// <param name="cancellation">Cancels the work between packages.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void ForEachRoot(
        IReadOnlyCollection<GoPackage> roots, Action<GoPackage> action, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(roots);
        if (roots.Count == 0)
        {
            return;
        }

        pathsInWork = roots.Select(root => root.Files.ImportPath).ToFrozenSet(StringComparer.Ordinal);
        try
        {
            WorkThrough(roots, action, cancellation);
        }
        finally
        {
            pathsInWork = rootPaths;
        }

        foreach (var root in Roots.Except(roots))
        {
            root.ReleaseBodies();
        }
    }

    private void WorkThrough(IEnumerable<GoPackage> roots, Action<GoPackage> action, CancellationToken cancellation)
    {
        var byPath = roots.ToLookup(root => root.Files.ImportPath, StringComparer.Ordinal);
        var groups = DependencyOrder.Select(files => byPath[files.ImportPath].ToArray()).Where(group => group.Length > 0).ToArray();
        var plan = new ReleasePlan(
            groups.Length,
            i => groups[i].SelectMany(root => root.ImportedPaths.Select(root.Files.Resolve))
                .Append(groups[i][0].Files.ImportPath),
            path =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (IsEmbedded(path))
                {
                    // What these import among themselves is small, and unpacking it to find out is not.
                    return [];
                }

                var files = loader.Load(path, tests: false);
                return files.Imports.Select(files.Resolve);
            });
        var next = -1;
        var failed = false;
        LargeStackThreads.Run(Math.Min(Parallelism, groups.Length), Work);

        void Work()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < groups.Length && !Volatile.Read(ref failed);
                    i = Interlocked.Increment(ref next))
                {
                    foreach (var root in groups[i])
                    {
                        cancellation.ThrowIfCancellationRequested();
                        action(root);
                    }

                    ReleaseGroup(groups[i]);
                    foreach (var path in plan.Complete(i))
                    {
                        Forget(new PackageKey(path, null, PackageVariant.Plain));
                    }
                }
            }
            catch
            {
                // The others need not go on with what nobody will get.
                Volatile.Write(ref failed, true);
                throw;
            }
        }
    }

    private static GoProgram Load(LoadOptions options, PackageLoader loader, CancellationToken cancellation) =>
        new(options, loader, loader.Match(options.Patterns, options.Tests, cancellation), new ParsedFiles(), [], cancellation);

    private bool IsEmbedded(string importPath) => Context.UsesApiSnapshot
        && Files.List(Path.Combine(Context.GoRootSrc, ImportPaths.ToFile(importPath))) is { HasGoFiles: true };

    internal bool NeedsBodies(string importPath) => pathsInWork.Contains(importPath);

    internal GoPackage? Import(GoPackage importer, string path)
    {
        if (path is "C" or "unsafe")
        {
            return null;
        }

        var files = loader.Import(importer.Files, path)!;
        if (!HasFiles(files))
        {
            AddErrors(importer, path, files);
            return null;
        }

        if (cyclicImports.Contains((importer.Files.ImportPath, files.ImportPath))
            && importer.Variant != PackageVariant.ExternalTest)
        {
            Fail(importer, path, $"import cycle not allowed: {importer.Files.ImportPath} and {path} import each other");
            return null;
        }

        var package = VariantFor(importer, files);
        if (!importOrder.TryAdd(importer, package))
        {
            Fail(importer, path, $"import cycle not allowed: {importer.Files.ImportPath} and {path} import each other");
            return null;
        }

        return package;
    }

    private static bool HasFiles(PackageFiles files) => files.GoFiles.Length + files.CgoFiles.Length > 0;

    // In a test of p, importing packages must see p with its tests in it: p itself, and all that depends on it, are
    // compiled anew for that test.
    private GoPackage VariantFor(GoPackage importer, PackageFiles files)
    {
        if (importer.TestOf is { } tested && importer.Variant != PackageVariant.Test
            && packages.ContainsKey(new PackageKey(tested, tested, PackageVariant.Test)))
        {
            if (files.ImportPath == tested)
            {
                return packages[new PackageKey(tested, tested, PackageVariant.Test)];
            }

            if (Needs(files, tested))
            {
                return Get(files, tested, PackageVariant.Plain);
            }
        }

        return Get(files, null, PackageVariant.Plain);
    }

    // True if a package imports another, directly or not.
    private bool Needs(PackageFiles files, string needed)
    {
        if (needs.TryGetValue((files.ImportPath, needed), out var known))
        {
            return known;
        }

        // Depth first, without recursion; what is not in reach of the goal is remembered for all that were passed.
        var passed = new HashSet<string>(StringComparer.Ordinal) { files.ImportPath };
        var work = new Stack<PackageFiles>();
        work.Push(files);
        while (work.TryPop(out var package))
        {
            foreach (var path in package.Imports)
            {
                if (path is "C" or "unsafe")
                {
                    continue;
                }

                var importPath = package.Resolve(path);
                if (importPath == needed || needs.GetValueOrDefault((importPath, needed)))
                {
                    needs[(files.ImportPath, needed)] = true;
                    return true;
                }

                if (passed.Add(importPath) && !needs.ContainsKey((importPath, needed)))
                {
                    work.Push(loader.Load(importPath, tests: false));
                }
            }
        }

        foreach (var importPath in passed)
        {
            needs[(importPath, needed)] = false;
        }

        return false;
    }

    private GoPackage Get(PackageFiles files, string? testOf, PackageVariant variant)
    {
        var key = new PackageKey(files.ImportPath, testOf, variant);
        if (packages.TryGetValue(key, out var package))
        {
            return package;
        }

        package = new GoPackage(this, files, testOf, variant, rootPaths.Contains(files.ImportPath));
        var known = packages.GetOrAdd(key, package);
        if (known == package && testOf != null && variant == PackageVariant.Plain)
        {
            var variants = testVariants.GetOrAdd(testOf, static _ => []);
            lock (variants)
            {
                variants.Add(key);
            }
        }

        return known;
    }

    private IEnumerable<GoPackage> RootsOf(PackageFiles files)
    {
        if (options.Tests && files.TestGoFiles.Length > 0)
        {
            yield return Get(files, files.ImportPath, PackageVariant.Test);
        }
        else if (HasFiles(files) || files.Errors.Length > 0)
        {
            yield return Get(files, null, PackageVariant.Plain);
        }

        if (options.Tests && files.XTestGoFiles.Length > 0)
        {
            yield return Get(files, files.ImportPath, PackageVariant.ExternalTest);
        }
    }

    // Imports among the roots that are part of a cycle, and the roots with what is imported first.
    private static FrozenSet<(string From, string To)> FindCycles(
        ImmutableArray<PackageFiles> roots, out ImmutableArray<PackageFiles> order)
    {
        var numbers = new Dictionary<string, int>(roots.Length, StringComparer.Ordinal);
        for (var i = 0; i < roots.Length; i++)
        {
            numbers.TryAdd(roots[i].ImportPath, i);
        }

        var imports = new List<int>[roots.Length];
        for (var i = 0; i < roots.Length; i++)
        {
            imports[i] = [];
            foreach (var path in roots[i].Imports)
            {
                if (numbers.TryGetValue(roots[i].Resolve(path), out var number))
                {
                    imports[i].Add(number);
                }
            }
        }

        var cycles = ImportCycles.Find(roots.Length, i => imports[i], out var sorted);
        order = [.. sorted.Select(i => roots[i])];
        var cyclic = new HashSet<(string, string)>();
        for (var i = 0; i < roots.Length; i++)
        {
            foreach (var to in imports[i])
            {
                if (cycles[i] >= 0 && cycles[i] == cycles[to])
                {
                    cyclic.Add((roots[i].ImportPath, roots[to].ImportPath));
                }
            }
        }

        return cyclic.ToFrozenSet();
    }

    private void AddErrors(GoPackage importer, string path, PackageFiles files)
    {
        if (files.IsMissing)
        {
            foreach (var error in files.Errors)
            {
                importErrors.TryAdd((error.File, path), error);
            }
        }
        else
        {
            Fail(importer, path, files.Errors.Length > 0 ? files.Errors[0].Message : $"no Go files in {files.Dir}");
        }
    }

    private void Fail(GoPackage importer, string path, string message)
    {
        var file = importer.Files.Dir;
        Syntax.LinePosition? position = null;
        if (importer.Files.Folder.ImportPlaces.TryGetValue(path, out var place))
        {
            file = Path.Combine(file, place.File);
            position = Files.Read(file, out _)?.PositionOf(place.Offset);
        }

        importErrors.TryAdd((file, path), new PackageError(path, file, position, message));
    }

    // The packages of this program that mean the same after a change: those that neither hold a changed file nor
    // import, directly or not, one that does.
    private List<GoPackage> FindReusable(
        PackageLoader newLoader, HashSet<string> changed, bool resolveAnew, CancellationToken cancellation)
    {
        var verdicts = new Dictionary<GoPackage, bool>();
        var reused = new HashSet<GoPackage>();
        foreach (var package in packages.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((package.IsTyped || package.IsReleased) && IsUnchanged(package))
            {
                Take(package);
            }
        }

        return [.. reused];

        // Import chains are as deep as a program is layered, which is far from the depth of any stack; should one be
        // deeper all the same, checking anew is never wrong.
        bool IsUnchanged(GoPackage package)
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                return false;
            }

            if (!verdicts.TryGetValue(package, out var unchanged))
            {
                unchanged = IsSame(package);
                if (unchanged)
                {
                    foreach (var imported in package.ImportedPackages())
                    {
                        unchanged &= IsUnchanged(imported);
                    }
                }

                verdicts.Add(package, unchanged);
            }

            return unchanged;
        }

        bool IsSame(GoPackage package)
        {
            foreach (var path in package.FilePaths)
            {
                if (changed.Contains(path))
                {
                    return false;
                }
            }

            var now = newLoader.Load(package.Files.ImportPath, package.Files.HasTests);
            return ReferenceEquals(now, package.Files) || (now.Dir == package.Files.Dir
                && now.GoVersion == package.Files.GoVersion && now.Name == package.Files.Name
                && SameFiles(package, now) && (!resolveAnew || SameImports(package, newLoader, now)));
        }

        void Take(GoPackage package)
        {
            var work = new Stack<GoPackage>([package]);
            while (work.TryPop(out var next))
            {
                if (reused.Add(next))
                {
                    foreach (var imported in next.ImportedPackages())
                    {
                        work.Push(imported);
                    }
                }
            }
        }
    }

    private static bool SameFiles(GoPackage package, PackageFiles now) => package.Variant switch
    {
        PackageVariant.ExternalTest => now.XTestGoFiles.SequenceEqual(package.Files.XTestGoFiles),
        PackageVariant.Test => now.GoFiles.SequenceEqual(package.Files.GoFiles)
            && now.CgoFiles.SequenceEqual(package.Files.CgoFiles)
            && now.TestGoFiles.SequenceEqual(package.Files.TestGoFiles),
        _ => now.GoFiles.SequenceEqual(package.Files.GoFiles) && now.CgoFiles.SequenceEqual(package.Files.CgoFiles)
            && (!package.Files.HasTests || (now.TestGoFiles.SequenceEqual(package.Files.TestGoFiles)
                && now.XTestGoFiles.SequenceEqual(package.Files.XTestGoFiles))),
    };

    private static bool SameImports(GoPackage package, PackageLoader newLoader, PackageFiles now)
    {
        foreach (var path in package.ImportedPaths)
        {
            if (path is "C" or "unsafe")
            {
                continue;
            }

            var to = package.Import(path)?.Files;
            var toNow = newLoader.Load(now.Resolve(path), tests: false);
            if (to == null ? HasFiles(toNow)
                : !HasFiles(toNow) || to.ImportPath != toNow.ImportPath || to.Dir != toNow.Dir)
            {
                return false;
            }
        }

        return true;
    }

    private void ReleaseGroup(GoPackage[] group)
    {
        foreach (var root in group)
        {
            root.ReleaseBodies();
        }

        foreach (var root in group)
        {
            if (root.TestOf is { } tested)
            {
                // Nothing outside of this test refers to its variants.
                Forget(PackageKey.Of(root));
                if (testVariants.TryRemove(tested, out var variants))
                {
                    variants.ForEach(Forget);
                }
            }
        }
    }

    // Roots stay known, as what they were before anything was asked of them; others are not even that.
    private void Forget(PackageKey key)
    {
        if (packages.TryGetValue(key, out var package))
        {
            importOrder.Remove(package);
            package.Forget();
            if (!package.IsRoot)
            {
                packages.TryRemove(key, out _);
            }
        }
    }

    private readonly record struct PackageKey(string ImportPath, string? TestOf, PackageVariant Variant)
    {
        public static PackageKey Of(GoPackage package) =>
            new(package.Files.ImportPath, package.TestOf, package.Variant);
    }
}
