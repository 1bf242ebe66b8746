using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// Expands package patterns. Source: cmd/go/internal/search, MatchPackages and MatchDirs; cmd/go/internal/modload,
/// LoadPackages and matchPackages.
/// </summary>
internal sealed class PatternMatcher
{
    private readonly PackageLoader loader;
    private readonly ImportResolver resolver;
    private readonly BuildContext context;
    private readonly SourceFiles files;
    private readonly bool tests;
    private readonly CancellationToken cancellation;
    private readonly ImmutableArray<PackageFiles>.Builder packages = ImmutableArray.CreateBuilder<PackageFiles>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly ImmutableArray<PackageError>.Builder errors = ImmutableArray.CreateBuilder<PackageError>();
    // The first module that the pattern at hand passed over.
    private string? otherModule;

    public PatternMatcher(
        PackageLoader loader, ImportResolver resolver, bool tests, CancellationToken cancellation)
    {
        this.tests = tests;
        this.loader = loader;
        this.resolver = resolver;
        this.cancellation = cancellation;
        context = loader.Context;
        files = loader.Files;
    }

    [Flags]
    private enum Stop
    {
        Nowhere = 0,
        BelowVendor = 1,
        AtGoMod = 2,
    }

    public PatternMatches Match(IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            patterns = ["."];
        }

        // A file's name makes all of them files; "x.go" may also be an import path.
        if (patterns.Any(
            pattern => pattern.EndsWith(".go", StringComparison.Ordinal) && files.FileExists(context.PathOf(pattern))))
        {
            MatchFiles(patterns);
        }
        else
        {
            foreach (var pattern in patterns)
            {
                cancellation.ThrowIfCancellationRequested();
                MatchPattern(PackagePatterns.Clean(pattern));
            }
        }

        return new PatternMatches(packages.DrainToImmutable(), errors.DrainToImmutable());
    }

    // What has no files for the context is no package. Tests are looked at only where there is nothing else.
    private bool IsPackage(string dir, bool withDocumentation = false)
    {
        var folder = loader.ReadFolder(dir, tests);
        if (folder.IsEmpty && folder.InvalidGoFiles.IsEmpty && !tests)
        {
            folder = loader.ReadFolder(dir, tests: true);
        }

        return !folder.IsEmpty || folder.InvalidGoFiles.Length > 0
            || (withDocumentation && folder.HasDocumentation && resolver.Modules != null);
    }

    private void MatchFiles(IReadOnlyList<string> patterns)
    {
        string? dir = null;
        var names = new List<string>();
        foreach (var pattern in patterns)
        {
            var path = context.PathOf(pattern);
            if (!pattern.EndsWith(".go", StringComparison.Ordinal))
            {
                Fail(pattern, "named files must be .go files");
            }
            else if (!files.FileExists(path))
            {
                Fail(pattern, files.FolderExists(path) ? "is a directory, should be a Go file" : "no such file");
            }
            else if (dir != null && dir != Path.GetDirectoryName(path))
            {
                var other = Path.GetDirectoryName(path);
                Fail(pattern, $"named files must all be in one directory; have {dir} and {other}");
            }
            else
            {
                dir = Path.GetDirectoryName(path)!;
                names.Add(Path.GetFileName(path));
            }
        }

        if (dir != null)
        {
            packages.Add(loader.LoadFiles(dir, names));
        }
    }

    private void MatchPattern(string pattern)
    {
        var errorsBefore = errors.Count;
        otherModule = null;
        List<string> paths;
        if (PackagePatterns.IsLocal(pattern))
        {
            paths = MatchLocal(pattern);
        }
        else if (PackagePatterns.IsLiteral(pattern))
        {
            if (pattern.Contains('@', StringComparison.Ordinal))
            {
                Fail(pattern, "can only use path@version syntax with 'go get' and 'go install'");
                return;
            }

            if (pattern.EndsWith(".go", StringComparison.Ordinal) && loader.Load(pattern, tests).IsMissing)
            {
                Fail(pattern, "no such file");
                return;
            }

            paths = [pattern];
        }
        else
        {
            paths = pattern switch
            {
                "std" => MatchGoRoot(pattern),
                "cmd" => MatchGoRoot(pattern),
                "all" => resolver.Modules == null ? MatchGoPath(pattern) : MatchAll(resolver.Modules),
                "work" => resolver.Modules == null ? MatchGoPath(pattern) : MatchMain(resolver.Modules, pattern),
                "tool" => [.. resolver.Modules?.Main.SelectMany(main => main.File.Tools) ?? []],
                _ => resolver.Modules == null ? MatchGoPath(pattern) : MatchModules(resolver.Modules, pattern),
            };
        }

        if (paths.Count == 0 && errors.Count == errorsBefore)
        {
            Fail(pattern, $"\"{pattern}\" matched no packages" + (otherModule == null ? ""
                : $"; {otherModule} has a go.mod of its own and is left out unless it is named: {otherModule}/..."));
        }

        foreach (var package in LoadAll(paths))
        {
            if (seen.Add(package.ImportPath))
            {
                packages.Add(package);
            }
        }
    }

    private PackageFiles[] LoadAll(List<string> paths)
    {
        var loaded = new PackageFiles[paths.Count];
        InParallel(paths.Count, i =>
        {
            // A package of tests only is one all the same, without an error.
            var package = loader.Load(paths[i], tests);
            loaded[i] = package.Folder.IsEmpty && !tests ? loader.Load(paths[i], tests: true) : package;
        });
        return loaded;
    }

    private void InParallel(int count, Action<int> body) => Parallel.For(
        0,
        count,
        new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
        body);

    private void Fail(string pattern, string message) => errors.Add(new PackageError(pattern, "", null, message));

    // Folders: one, or all below one that match.
    private List<string> MatchLocal(string pattern)
    {
        var dirs = new List<string>();
        if (PackagePatterns.IsLiteral(pattern))
        {
            dirs.Add(context.PathOf(pattern));
        }
        else
        {
            FindFolders(pattern, dirs);
        }

        var literal = PackagePatterns.IsLiteral(pattern);
        var paths = new List<string>(dirs.Count);
        foreach (var dir in dirs)
        {
            if (literal && resolver.Modules != null)
            {
                var folder = files.List(dir);
                if (folder == null)
                {
                    Fail(pattern, $"stat {dir}: directory not found");
                    continue;
                }

                if (!folder.HasGoFiles)
                {
                    Fail(pattern, $"no Go files in {dir}");
                    continue;
                }
            }

            if (resolver.OfFolder(dir, out var error) is not { } path || path == "builtin")
            {
                // The pseudo-package builtin and GOROOT/src itself are no packages; wildcards pass over them.
                if (literal)
                {
                    Fail(pattern, error ?? "\"builtin\" is a pseudo-package, not an importable package");
                }
                else if (error != null && !error.StartsWith("GOROOT/src", StringComparison.Ordinal))
                {
                    Fail(pattern, error);
                }

                continue;
            }

            paths.Add(path);
        }

        return paths;
    }

    private void FindFolders(string pattern, List<string> dirs)
    {
        // Names are matched as the pattern has them: relative to the current folder, or absolute.
        pattern = OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern;
        var prefix = PackagePatterns.FolderOf(pattern);
        var top = context.PathOf(prefix.Length == 0 ? "." : prefix);
        var start = prefix.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : prefix;
        var ignore = IgnoredFolders.None;
        var moduleRoot = "";
        var candidates = new List<string>();
        // Outside of modules those below are taken each for itself.
        var stopsAtGoMod = resolver.Modules != null
            || (context.ModuleMode == ModuleMode.Auto && !context.IsInGoRootOrPath(top));
        if (resolver.Modules is { } set)
        {
            foreach (var main in set.Main)
            {
                if (ImportPaths.Below(main.Root, top) != null && main.Root.Length > moduleRoot.Length)
                {
                    moduleRoot = main.Root;
                    ignore = new IgnoredFolders(main.File.Ignore);
                }
            }
        }

        if (resolver.Modules is not { } modules || moduleRoot.Length > 0 || IsInGoRootOrCache(top, modules))
        {
            Walk(top, start, isTop: true);
        }
        else if (!WalkModulesBelow(modules))
        {
            Fail(pattern, $"directory prefix {top} does not contain "
                + (modules.WorkspaceFolder != null ? "modules listed in go.work or their selected dependencies"
                    : "main module or its selected dependencies"));
        }

        var keep = new bool[candidates.Count];
        InParallel(candidates.Count, i =>
        {
            keep[i] = IsPackage(candidates[i]);
        });
        for (var i = 0; i < keep.Length; i++)
        {
            if (keep[i])
            {
                dirs.Add(candidates[i]);
            }
        }

        // Outside of the main modules the go command gives up; what is meant are those below.
        bool WalkModulesBelow(ModuleSet set)
        {
            var any = false;
            foreach (var main in set.Main)
            {
                if (ImportPaths.Below(top, main.Root) is { } below
                    && (context.ModuleDir == null || context.ModuleDir == main.Root))
                {
                    any = true;
                    moduleRoot = main.Root;
                    ignore = new IgnoredFolders(main.File.Ignore);
                    Walk(main.Root, PackagePatterns.NameBelow(start, below), isTop: true);
                }
            }

            return any;
        }

        void Walk(string dir, string name, bool isTop)
        {
            cancellation.ThrowIfCancellationRequested();
            var element = isTop ? name[(name.LastIndexOf('/') + 1)..] : Path.GetFileName(dir);
            if ((element.StartsWith('.') && element is not ("." or ".."))
                || element.StartsWith('_') || element == "testdata"
                || (moduleRoot.Length > 0 && ImportPaths.Below(moduleRoot, dir) is { } below && ignore.Contains(below)))
            {
                return;
            }

            if (files.List(dir) is not { } listing)
            {
                Fail(pattern, $"{dir}: no such folder, or it cannot be read");
                return;
            }

            if (!isTop && stopsAtGoMod && listing.HasFile("go.mod"))
            {
                otherModule ??= name;
                return;
            }

            if (listing.HasGoFiles && PackagePatterns.IsMatch(pattern, isTop && name == "." ? "./." : name))
            {
                candidates.Add(dir);
            }

            foreach (var child in listing.Folders)
            {
                Walk(Path.Combine(dir, child), PackagePatterns.NameBelow(name, child), isTop: false);
            }
        }
    }

    private bool IsInGoRootOrCache(string dir, ModuleSet set)
    {
        if (ImportPaths.Below(context.GoRootSrc, dir) != null)
        {
            return true;
        }

        foreach (var module in set.BuildList())
        {
            if (set.FolderOf(module).Dir is { Length: > 0 } root && ImportPaths.Below(root, dir) != null)
            {
                return true;
            }
        }

        return false;
    }

    private List<string> MatchGoRoot(string pattern)
    {
        if (context.UsesApiSnapshot)
        {
            Fail(pattern, "no Go tree with source was found: set GOROOT, or put go on PATH");
            return [];
        }

        var source = context.GoRootSrc;

        var walk = new PackageWalk(this, pattern);
        if (pattern == "cmd")
        {
            walk.Visit(Path.Combine(source, "cmd"), "cmd", Stop.Nowhere, IgnoredFolders.None);
        }
        else
        {
            walk.Visit(source, "", Stop.Nowhere, IgnoredFolders.None);
        }

        return walk.Finish();
    }

    private List<string> MatchGoPath(string pattern)
    {
        var walk = new PackageWalk(this, pattern);
        if (!context.UsesApiSnapshot)
        {
            walk.Visit(context.GoRootSrc, "", Stop.Nowhere, IgnoredFolders.None);
        }

        foreach (var root in context.GoPath)
        {
            walk.Visit(Path.Combine(root, "src"), "", Stop.Nowhere, IgnoredFolders.None);
        }

        return walk.Finish(sort: false);
    }

    private List<string> MatchModules(ModuleSet set, string pattern)
    {
        var walk = new PackageWalk(this, pattern);
        if (!context.UsesApiSnapshot)
        {
            walk.Visit(context.GoRootSrc, "", Stop.AtGoMod, IgnoredFolders.None);
            if (PackagePatterns.CanMatchBelow(pattern, "cmd"))
            {
                walk.Visit(Path.Combine(context.GoRootSrc, "cmd"), "cmd", Stop.AtGoMod, IgnoredFolders.None);
            }
        }

        if (set.BuildMode == "vendor")
        {
            VisitMain(walk, set);
            walk.Visit(set.VendorFolder!, "", Stop.BelowVendor, IgnoredFolders.None);
            return walk.Finish();
        }

        VisitMain(walk, set);
        foreach (var module in set.BuildList())
        {
            if (!PackagePatterns.CanMatchBelow(pattern, module.Path) || module.Path is "go" or "toolchain")
            {
                continue;
            }

            var (root, isLocal, error) = set.FolderOf(module);
            if (error != null)
            {
                Fail(pattern, error);
                continue;
            }

            walk.Visit(root, module.Path, Stop.BelowVendor | (isLocal ? Stop.AtGoMod : Stop.Nowhere),
                new IgnoredFolders(set.IgnoreOf(module)));
        }

        return walk.Finish();
    }

    private List<string> MatchMain(ModuleSet set, string pattern)
    {
        var walk = new PackageWalk(this, pattern);
        VisitMain(walk, set);
        return walk.Finish();
    }

    private static void VisitMain(PackageWalk walk, ModuleSet set)
    {
        foreach (var main in set.Main)
        {
            var ignore = new IgnoredFolders(main.File.Ignore);
            walk.Visit(main.Root, main.PathPrefix, Stop.BelowVendor | Stop.AtGoMod, ignore);
        }
    }

    // The packages of the main modules, their tools, what they and their tests import, and what that imports.
    private List<string> MatchAll(ModuleSet set)
    {
        var all = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var level = MatchMain(set, "all");
        foreach (var main in set.Main)
        {
            level.AddRange(main.File.Tools);
        }

        // Before go 1.16 the tests of dependencies counted too.
        var testsOfAll = set.BuildMode != "vendor" && !Versions.IsGoAtLeast(set.GoVersion, "1.16");
        while (level.Count > 0)
        {
            var next = new ConcurrentBag<string>();
            var current = level;
            InParallel(current.Count, i =>
            {
                if (!all.TryAdd(current[i], true))
                {
                    return;
                }

                var package = loader.Load(current[i]);
                Add(package, package.Imports);
                if (testsOfAll || package.Module is { Main: true })
                {
                    Add(package, package.TestImports);
                    Add(package, package.XTestImports);
                }
            });
            level = [.. next.Distinct(StringComparer.Ordinal)];

            void Add(PackageFiles package, ImmutableArray<string> imports)
            {
                foreach (var import in imports)
                {
                    if (import != "C" && package.Resolve(import) is var path && !all.ContainsKey(path))
                    {
                        next.Add(path);
                    }
                }
            }
        }

        var paths = all.Keys.ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    // Walks folders for packages by import path.
    private sealed class PackageWalk(PatternMatcher matcher, string pattern)
    {
        private readonly bool isMeta = PackagePatterns.IsMeta(pattern);
        private readonly HashSet<string> have = new(StringComparer.Ordinal) { "builtin" };
        private readonly List<(string Path, string Dir)> candidates = [];

        public void Visit(string dir, string path, Stop stop, IgnoredFolders ignore)
        {
            if (!matcher.context.CgoEnabled)
            {
                have.Add("runtime/cgo");
            }

            Walk(dir, path, "", stop, ignore);
        }

        // What has no files for the context is no package; headers are read in parallel.
        public List<string> Finish(bool sort = true)
        {
            var keep = new bool[candidates.Count];
            matcher.InParallel(candidates.Count, i =>
            {
                keep[i] = matcher.IsPackage(candidates[i].Dir, withDocumentation: pattern is not ("std" or "cmd"))
                    && !(pattern == "cmd" && IsVendoredCommand(candidates[i].Path, candidates[i].Dir));
            });
            var paths = new List<string>(keep.Length);
            for (var i = 0; i < keep.Length; i++)
            {
                if (keep[i])
                {
                    paths.Add(candidates[i].Path);
                }
            }

            if (sort)
            {
                paths.Sort(StringComparer.Ordinal);
            }

            return paths;
        }

        private bool IsVendoredCommand(string path, string dir) =>
            path.StartsWith("cmd/vendor", StringComparison.Ordinal)
            && matcher.loader.ReadFolder(dir, tests: true).Name == "main";

        private void Walk(string dir, string path, string below, Stop stop, IgnoredFolders ignore)
        {
            matcher.cancellation.ThrowIfCancellationRequested();
            var isTop = below.Length == 0;
            var element = isTop ? "" : below[(below.LastIndexOf('/') + 1)..];
            if (element.StartsWith('.') || element.StartsWith('_') || element == "testdata" || ignore.Contains(below)
                || (pattern == "std" && path.Length > 0 && (!ImportPaths.IsStandard(path) || path == "cmd"))
                || (!isMeta && !PackagePatterns.CanMatchBelow(pattern, path)))
            {
                return;
            }

            if (matcher.files.List(dir) is not { } listing)
            {
                // A root that is not there has no packages; a folder below that cannot be listed may have some.
                if (!isTop)
                {
                    matcher.Fail(pattern, $"{dir}: cannot be read");
                }

                return;
            }

            if (!isTop && (stop & Stop.AtGoMod) != 0 && listing.HasFile("go.mod"))
            {
                return;
            }

            if (path.Length > 0 && have.Add(path) && listing.HasGoFiles
                && (isMeta || PackagePatterns.IsMatch(pattern, path)))
            {
                candidates.Add((path, dir));
            }

            if (element == "vendor" && (stop & Stop.BelowVendor) != 0)
            {
                return;
            }

            foreach (var child in listing.Folders)
            {
                Walk(
                    Path.Combine(dir, child), path.Length == 0 ? child : path + "/" + child,
                    isTop ? child : below + "/" + child, stop, ignore);
            }
        }
    }
}
