using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// The modules of a load: the main ones, and those they need. Finds the module and folder of an import path as the go
/// command does, lazily: first among what go.mod names, then in the whole module graph.
/// Safe to use from many threads. Source: cmd/go/internal/modload, init.go, import.go, modfile.go.
/// </summary>
internal sealed class ModuleSet
{
    private readonly BuildContext context;
    private readonly SourceFiles files;
    private readonly WorkFile? work;
    private readonly Dictionary<string, MainModule> mainByPath = new(StringComparer.Ordinal);
    private readonly Dictionary<ModuleVersion, (ModuleVersion New, string Base)> replacements = [];
    private readonly Dictionary<string, string> highestReplaced = new(StringComparer.Ordinal);
    private readonly HashSet<ModuleVersion> excluded = [];
    private readonly ConcurrentDictionary<ModuleVersion, ModuleSummary> summaries = [];
    private readonly ConcurrentDictionary<ModuleVersion, (string Dir, bool IsLocal, string? Error)> folders = [];
    private readonly Lock graphLock = new();
    private readonly List<string> errors = [];
    private readonly VendorList? vendor;
    private readonly ModuleGraph.Pruning pruning;
    private List<ModuleVersion> roots = [];
    private Dictionary<string, string> rootVersions = new(StringComparer.Ordinal);
    private volatile ModuleGraph? graph;

    private ModuleSet(BuildContext context, SourceFiles files, WorkFile? work, List<string> moduleRoots, string modFile)
    {
        this.context = context;
        this.files = files;
        this.work = work;
        foreach (var root in moduleRoots)
        {
            AddMain(root, modFile.Length > 0 ? modFile : Path.Combine(root, "go.mod"));
        }

        Main = [.. mainByPath.Values];
        AddReplacements();
        (BuildMode, vendor) = ChooseBuildMode();
        pruning = work != null ? ModuleGraph.Pruning.Workspace
            : Main.Length > 0 && !ModuleSummary.IsPrunedAt(Main[0].File.Go) ? ModuleGraph.Pruning.Unpruned
            : ModuleGraph.Pruning.Pruned;
        SetRoots(InitialRoots());
        CheckVendor();
    }

    /// <summary>The modules worked on; none if there is no go.mod file.</summary>
    public ImmutableArray<MainModule> Main { get; }

    /// <summary>The folder of the go.work file, or null outside of a workspace.</summary>
    public string? WorkspaceFolder => work == null ? null : Path.GetDirectoryName(work.FilePath);

    /// <summary><c>readonly</c>, <c>vendor</c> or <c>mod</c>.</summary>
    public string BuildMode { get; }

    /// <summary>What is wrong with the go.mod, go.work and vendor/modules.txt files themselves.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>The folder of vendored packages; it need not exist.</summary>
    public string? VendorFolder => WorkspaceFolder is { } folder ? Path.Combine(folder, "vendor")
        : Main.Length > 0 ? Path.Combine(Main[0].Root, "vendor")
        : null;

    /// <summary>The Go version that decides on rules for the whole load.</summary>
    public string GoVersion => work != null ? (work.Go.Length > 0 ? work.Go : "1.18")
        : Main.Length > 0 && Main[0].File.Go.Length > 0 ? Main[0].File.Go
        : "1.16";

    /// <summary>
    /// Finds the modules from the folder of the context on upwards; null if imports are to be resolved through GOPATH.
    /// </summary>
    public static ModuleSet? Load(BuildContext context, SourceFiles files)
    {
        if (context.ModuleMode == ModuleMode.Off)
        {
            return null;
        }

        var root = FindModuleRoot(context.ModuleDir ?? context.Dir, files);
        if (FindWorkFile(context, files) is { } workPath && LoadWorkspace(context, files, workPath, root) is { } workspace)
        {
            return workspace;
        }

        if (root == null && context.ModuleMode == ModuleMode.Auto)
        {
            return null;
        }

        var modFile = context.ModFile.Length > 0 && root != null
            ? Path.GetFullPath(Path.Combine(context.Dir, context.ModFile))
            : "";
        return new ModuleSet(context, files, null, root == null ? [] : [root], modFile);
    }

    /// <summary>The folder at or above another one with a go.mod file, or null.</summary>
    public static string? FindModuleRoot(string folder, SourceFiles files)
    {
        for (var at = folder; at != null; at = Path.GetDirectoryName(at))
        {
            if (files.List(at)?.HasFile("go.mod") == true)
            {
                // A stray go.mod there would turn all that tests make below it into its packages.
                return at == Path.TrimEndingDirectorySeparator(Path.GetTempPath()) ? null : at;
            }
        }

        return null;
    }

    /// <summary>The main module of a path, or null.</summary>
    public MainModule? MainOf(string modulePath) => mainByPath.GetValueOrDefault(modulePath);

    /// <summary>Finds the module with a package that is not of the standard library.</summary>
    /// <param name="importPath">The import path.</param>
    /// <param name="error">Why there is none, when null is returned; a message that does not name the path.</param>
    public ModulePlace? Find(string importPath, out string? error)
    {
        if (vendor != null)
        {
            return FindVendored(importPath, out error);
        }

        var fromGraph = pruning == ModuleGraph.Pruning.Unpruned ? Graph() : null;
        var place = Search(importPath, fromGraph, out error);
        if (place == null && error == null && fromGraph == null && Main.Length > 0)
        {
            place = Search(importPath, Graph(), out error);
        }

        if (place == null && error == null)
        {
            place = FindReplaced(importPath, out error);
        }

        if (place == null)
        {
            error ??= Main.Length == 0
                ? "there is no go.mod file here or above, so only the standard library can be imported"
                : $"no required module provides package {importPath}";
        }

        return place;
    }

    /// <summary>The modules selected, main ones left out. Loads the whole module graph.</summary>
    public IReadOnlyList<ModuleVersion> BuildList() => vendor?.Modules ?? Graph().BuildList;

    /// <summary>The modules that go.mod files name, at their highest version; null when vendored.</summary>
    public IReadOnlyList<ModuleVersion> RootModules => roots;

    /// <summary>The folder of a module of the build list, and whether it lies outside of the module cache.</summary>
    public (string Dir, bool IsLocal, string? Error) FolderOf(ModuleVersion module) =>
        folders.GetOrAdd(module, static (m, set) => set.FindFolder(m), this);

    /// <summary>The folders that patterns pass over in a module.</summary>
    public IReadOnlyList<string> IgnoreOf(ModuleVersion module) =>
        mainByPath.TryGetValue(module.Path, out var main) ? main.File.Ignore : SummaryOf(module).Ignore;

    /// <summary>A module as packages refer to it.</summary>
    public PackageModule Describe(ModuleVersion module)
    {
        if (mainByPath.TryGetValue(module.Path, out var main))
        {
            return new PackageModule(main.Path, "", main.Root, GoLine(main.File.Go), true, null);
        }

        if (vendor != null)
        {
            // The go lines are kept in modules.txt; a replacement is named there too.
            return new PackageModule(
                module.Path, module.Version, "", vendor.GoVersions.GetValueOrDefault(module) ?? "", false,
                vendor.Replacements.TryGetValue(module, out var with) ? with
                    : vendor.Replacements.TryGetValue(module with { Version = "" }, out with) ? with
                    : null);
        }

        return new PackageModule(
            module.Path, module.Version, FolderOf(module).Dir, SummaryOf(module).GoVersion, false,
            ReplacementOf(module)?.New);
    }

    /// <summary>True if a folder holds Go files and no go.mod file lies between it and its module's root.</summary>
    public bool HasPackage(string importPath, string modulePath, string moduleRoot, bool isLocal, out string dir)
    {
        dir = "";
        if (importPath == modulePath)
        {
            dir = moduleRoot;
        }
        else if (modulePath.Length == 0)
        {
            dir = Path.Combine(moduleRoot, ToFile(importPath));
        }
        else if (importPath.Length > modulePath.Length && importPath[modulePath.Length] == '/'
            && importPath.StartsWith(modulePath, StringComparison.Ordinal))
        {
            dir = Path.Combine(moduleRoot, ToFile(importPath[(modulePath.Length + 1)..]));
        }
        else
        {
            return false;
        }

        if (isLocal)
        {
            for (var at = dir; at != null && at.Length > moduleRoot.Length; at = Path.GetDirectoryName(at))
            {
                if (files.List(at)?.HasFile("go.mod") == true)
                {
                    dir = "";
                    return false;
                }
            }
        }

        return files.List(dir)?.HasGoFiles == true;
    }

    // Null if the workspace does not have the module that was asked for.
    private static ModuleSet? LoadWorkspace(BuildContext context, SourceFiles files, string workPath, string? moduleRoot)
    {
        if (files.Read(workPath, out var error) is not { } file)
        {
            var none = new ModuleSet(context, files, null, [], "");
            none.errors.Add($"{workPath}: {error}");
            return none;
        }

        var work = WorkFile.Parse(file);
        var folder = Path.GetDirectoryName(workPath)!;
        var roots = new List<string>();
        foreach (var use in work.Use)
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, ToFile(use))));
            if (!roots.Contains(root))
            {
                roots.Add(root);
            }
        }

        if (context.ModuleDir != null && !roots.Contains(moduleRoot!))
        {
            return null;
        }

        var set = new ModuleSet(context, files, work, roots, "");
        set.errors.AddRange(work.Errors);
        return set;
    }

    private static string? FindWorkFile(BuildContext context, SourceFiles files)
    {
        if (context.GoWork == "off")
        {
            return null;
        }

        if (context.GoWork.Length > 0)
        {
            return Path.GetFullPath(context.GoWork);
        }

        for (var at = context.ModuleDir ?? context.Dir; at != null; at = Path.GetDirectoryName(at))
        {
            if (files.List(at)?.HasFile("go.work") == true)
            {
                return Path.Combine(at, "go.work");
            }

            // The Go tree has its own vendored dependencies: no workspace above it matters.
            if (Path.GetDirectoryName(at) == context.GoRoot)
            {
                return null;
            }
        }

        return null;
    }

    private static string ToFile(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    private static string GoLine(string version) => version.Length > 0 ? version : "1.16";

    private void AddMain(string root, string modFilePath)
    {
        if (files.Read(modFilePath, out var error) is not { } file)
        {
            errors.Add($"{modFilePath}: {error}");
            return;
        }

        var mod = ModFile.Parse(file);
        errors.AddRange(mod.Errors);
        if (mod.ModulePath.Length == 0)
        {
            errors.Add($"{modFilePath}: no module line");
            return;
        }

        var inGoRoot = IsGoRootSource(root);
        var prefix = inGoRoot && mod.ModulePath == "std" ? "" : mod.ModulePath;
        var main = new MainModule(mod.ModulePath, root, mod, prefix, inGoRoot);
        if (!mainByPath.TryAdd(mod.ModulePath, main))
        {
            errors.Add($"module {mod.ModulePath} appears multiple times in the workspace: "
                + $"{mainByPath[mod.ModulePath].Root} and {root}");
        }

        excluded.UnionWith(mod.Exclude);
    }

    // GOROOT/src itself, or GOROOT/src/cmd: seen under the name GOROOT has, or under the folder it is a link to.
    private bool IsGoRootSource(string root)
    {
        var name = Path.GetFileName(root);
        var source = name == "cmd" ? Path.GetDirectoryName(root) : root;
        return source != null && (source == context.GoRootSrc || LinkedFolder(context.GoRootSrc) == source);
    }

    private static string? LinkedFolder(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (DiskFiles.IsFileError(e))
        {
            return null;
        }
    }

    private void AddReplacements()
    {
        var replacedByWork = new HashSet<string>(StringComparer.Ordinal);
        if (work != null)
        {
            foreach (var replace in work.Replace)
            {
                replacedByWork.Add(replace.Old.Path);
                AddReplacement(replace, Path.GetDirectoryName(work.FilePath)!);
            }
        }

        foreach (var main in Main)
        {
            foreach (var replace in main.File.Replace)
            {
                if (!replacedByWork.Contains(replace.Old.Path))
                {
                    AddReplacement(replace, main.Root);
                }
            }
        }
    }

    private void AddReplacement(ModReplace replace, string folder)
    {
        if (replacements.TryGetValue(replace.Old, out var other) && other.New.Version.Length > 0
            && other.New != replace.New)
        {
            errors.Add($"conflicting replacements for {replace.Old}: {other.New} and {replace.New}");
        }

        replacements.TryAdd(replace.Old, (replace.New, folder));
        if (!highestReplaced.TryGetValue(replace.Old.Path, out var highest)
            || Versions.Compare(replace.Old.Path, replace.Old.Version, highest) > 0)
        {
            highestReplaced[replace.Old.Path] = replace.Old.Version;
        }
    }

    private (ModuleVersion New, string Base)? ReplacementOf(ModuleVersion module) =>
        module.Version.Length == 0 && mainByPath.ContainsKey(module.Path) ? null
        : replacements.TryGetValue(module, out var found) ? found
        : replacements.TryGetValue(module with { Version = "" }, out found) ? found
        : null;

    private (string BuildMode, VendorList? Vendor) ChooseBuildMode()
    {
        if (context.Mod is "readonly" or "mod")
        {
            return (context.Mod, null);
        }

        if (Main.Length == 0)
        {
            return ("readonly", null);
        }

        var listing = files.List(VendorFolder!);
        if (context.Mod != "vendor")
        {
            var go = work != null ? work.Go : Main[0].File.Go;
            if (listing == null || go.Length == 0 || !Versions.IsGoAtLeast(go, "1.14"))
            {
                return ("readonly", null);
            }
        }

        var list = VendorList.Parse(files.Read(Path.Combine(VendorFolder!, "modules.txt"), out _));
        return context.Mod == "vendor" || list.IsWorkspace == (work != null) ? ("vendor", list) : ("readonly", null);
    }

    private void CheckVendor()
    {
        if (vendor == null)
        {
            return;
        }

        foreach (var main in Main)
        {
            if (work == null && !Versions.IsGoAtLeast(GoVersion, "1.14"))
            {
                break;
            }

            foreach (var require in main.File.Require)
            {
                if (!vendor.Explicit.Contains(require.Module))
                {
                    errors.Add($"inconsistent vendoring: {require.Module} is required in {main.File.FilePath}, but not "
                        + $"marked as explicit in {Path.Combine(VendorFolder!, "modules.txt")}; to sync, run: "
                        + "go mod vendor");
                }
            }
        }
    }

    private List<ModuleVersion> InitialRoots()
    {
        var list = new List<ModuleVersion>();
        foreach (var main in Main)
        {
            if (work != null)
            {
                list.Add(main.Version);
                continue;
            }

            foreach (var require in main.File.Require)
            {
                if (!excluded.Contains(require.Module))
                {
                    list.Add(require.Module);
                }
            }
        }

        return list;
    }

    private void SetRoots(List<ModuleVersion> list)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var root in list)
        {
            if (!versions.TryGetValue(root.Path, out var version)
                || Versions.Compare(root.Path, root.Version, version) > 0)
            {
                versions[root.Path] = root.Version;
            }
        }

        roots = list;
        rootVersions = versions;
        graph = null;
    }

    private ModuleGraph Graph()
    {
        if (graph is { } loaded)
        {
            return loaded;
        }

        lock (graphLock)
        {
            return graph ??= ModuleGraph.Load(mainByPath.Keys, roots, pruning, SummaryOf);
        }
    }

    // The candidates are the prefixes of the import path, the longest first, as they may be modules.
    private ModulePlace? Search(string importPath, ModuleGraph? from, out string? error)
    {
        error = null;
        ModulePlace? found = null;
        for (var prefix = importPath; prefix.Length > 0; prefix = Parent(prefix))
        {
            string? version;
            if (mainByPath.ContainsKey(prefix))
            {
                version = "";
            }
            else
            {
                version = from != null ? from.Selected(prefix) : rootVersions.GetValueOrDefault(prefix);
            }

            if (version == null || version == "none" || prefix is "go" or "toolchain")
            {
                continue;
            }

            var module = new ModuleVersion(prefix, version);
            var (root, isLocal, folderError) = FolderOf(module);
            if (folderError != null)
            {
                error ??= folderError;
                continue;
            }

            if (HasPackage(importPath, prefix, root, isLocal, out var dir))
            {
                if (found != null)
                {
                    error = $"ambiguous import: found package {importPath} in multiple modules: {module} and "
                        + found.Module;
                    return null;
                }

                found = new ModulePlace(module, dir);
            }
        }

        if (found != null)
        {
            // A module that is not on disk might have the package too, but what is found is what there is.
            error = null;
        }

        return found;

        static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";
    }

    // A module that is replaced but not required: an error that says how to require it, unless go.mod may change.
    private ModulePlace? FindReplaced(string importPath, out string? error)
    {
        error = null;
        string? best = null;
        foreach (var path in highestReplaced.Keys)
        {
            if ((importPath == path || (importPath.StartsWith(path, StringComparison.Ordinal)
                && importPath[path.Length] == '/')) && (best == null || path.Length > best.Length))
            {
                best = path;
            }
        }

        if (best == null)
        {
            return null;
        }

        var version = highestReplaced[best];
        version = version.Length > 0 ? version : "v0.0.0-00010101000000-000000000000";
        if (Graph().Selected(best) is { } selected
            && (selected.Length == 0 || Versions.Compare(best, selected, version) >= 0))
        {
            return null;
        }

        var module = new ModuleVersion(best, version);
        var (root, isLocal, _) = FolderOf(module);
        if (root.Length == 0 || !HasPackage(importPath, best, root, isLocal, out var dir))
        {
            return null;
        }

        if (BuildMode != "mod")
        {
            error = $"module {best} provides package {importPath} and is replaced but not required; to add it:\n\t"
                + $"go get {best}";
            return null;
        }

        lock (graphLock)
        {
            if (!rootVersions.ContainsKey(best))
            {
                SetRoots([.. roots, module]);
            }
        }

        return new ModulePlace(module, dir);
    }

    private ModulePlace? FindVendored(string importPath, out string? error)
    {
        error = null;
        foreach (var main in Main)
        {
            if (HasPackage(importPath, main.PathPrefix, main.Root, isLocal: true, out var mainDir)
                && (main.PathPrefix.Length > 0 || main.InGoRoot))
            {
                return new ModulePlace(main.Version, mainDir);
            }
        }

        var folder = VendorFolder!;
        if (HasPackage(importPath, "", folder, isLocal: false, out var dir))
        {
            if (vendor!.ModuleOfPackage.TryGetValue(importPath, out var module))
            {
                return new ModulePlace(module, dir);
            }

            if (!Versions.IsGoAtLeast(GoVersion, "1.23"))
            {
                return new ModulePlace(null, dir);
            }

            error = $"package {importPath} is in {folder}, but missing from modules.txt there";
            return null;
        }

        error = $"no package {importPath} in {folder}, and -mod=vendor is in effect";
        return null;
    }

    private (string Dir, bool IsLocal, string? Error) FindFolder(ModuleVersion module)
    {
        if (module.Version.Length == 0 && mainByPath.TryGetValue(module.Path, out var main))
        {
            return (main.Root, true, null);
        }

        var actual = module;
        if (ReplacementOf(module) is var (with, folder))
        {
            if (with.Version.Length == 0)
            {
                var dir = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, ToFile(with.Path))));
                return files.FolderExists(dir) ? (dir, true, null)
                    : ("", true, $"{module}: replacement directory {with.Path} does not exist");
            }

            actual = with;
        }

        if (context.ModuleCache == null)
        {
            return ("", false, $"{module}: neither GOMODCACHE nor GOPATH is set, so there is no module cache");
        }

        var cached = ModuleCachePaths.Folder(context.ModuleCache, actual);
        return files.FolderExists(cached) ? (cached, false, null)
            : ("", false, $"module {actual} is not in the module cache {context.ModuleCache}; to get it, run: "
                + "go mod download");
    }

    private ModuleSummary SummaryOf(ModuleVersion module) =>
        summaries.GetOrAdd(module, static (m, set) => set.ReadSummary(m), this);

    private ModuleSummary ReadSummary(ModuleVersion module)
    {
        string path;
        if (module.Version.Length == 0 && mainByPath.TryGetValue(module.Path, out var main))
        {
            return Summarize(main.File);
        }

        var actual = module;
        if (ReplacementOf(module) is var (with, folder))
        {
            actual = with;
            path = with.Version.Length == 0
                ? Path.GetFullPath(Path.Combine(folder, ToFile(with.Path), "go.mod"))
                : "";
        }
        else
        {
            path = "";
        }

        if (path.Length == 0)
        {
            if (context.ModuleCache == null)
            {
                return new ModuleSummary("", [], [], $"{module}: there is no module cache");
            }

            path = ModuleCachePaths.GoMod(context.ModuleCache, actual);
        }

        if (files.Read(path, out var error) is not { } file)
        {
            return new ModuleSummary("", [], [], $"{module}: {path}: {error}");
        }

        return Summarize(ModFile.Parse(file));
    }

    private ModuleSummary Summarize(ModFile file)
    {
        var require = new List<ModuleVersion>(file.Require.Length);
        foreach (var line in file.Require)
        {
            if (!excluded.Contains(line.Module))
            {
                require.Add(line.Module);
            }
        }

        return new ModuleSummary(file.Go, require, file.Ignore, null);
    }
}
