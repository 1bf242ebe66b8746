using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// Finds packages by import path: in the Go tree, in modules, or in GOPATH. Safe to use from many threads.
/// Source: cmd/go/internal/load, loadPackageData; cmd/go/internal/modload, stdVendor; go/build, Context.Import.
/// </summary>
internal sealed class ImportResolver
{
    private readonly BuildContext context;
    private readonly SourceFiles files;
    private readonly ConcurrentDictionary<string, ResolvedImport> found = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ModuleVersion, PackageModule> modules = [];
    private readonly ConcurrentDictionary<(string Dir, string Root), ImmutableArray<string>> vendoring = [];
    private readonly ConcurrentDictionary<string, (string Path, string Go)> goMods = new(StringComparer.Ordinal);

    public ImportResolver(BuildContext context, SourceFiles files)
    {
        this.context = context;
        this.files = files;
        Modules = ModuleSet.Load(context, files);
    }

    /// <summary>The modules, or null in GOPATH mode.</summary>
    public ModuleSet? Modules { get; }

    /// <summary>
    /// The path that names the package an import leads to: the vendored one if there is one that the importing package
    /// must use, or the path as it is.
    /// </summary>
    /// <param name="path">The import path as written.</param>
    /// <param name="importPath">The path of the importing package.</param>
    /// <param name="dir">The folder of the importing package.</param>
    /// <param name="root">The root of the importing package.</param>
    /// <param name="isStandard">True if the importing package is one of the Go tree.</param>
    public string Canonical(string path, string importPath, string dir, string root, bool isStandard)
    {
        if (path == "C")
        {
            return path;
        }

        if (Modules != null)
        {
            if (!isStandard || ImportPaths.IsStandard(path))
            {
                return path;
            }

            var vendored = (ImportPaths.HasPrefix(importPath, "cmd") ? "cmd/vendor/" : "vendor/") + path;
            return files.FolderExists(Path.Combine(context.GoRootSrc, ImportPaths.ToFile(vendored))) ? vendored : path;
        }

        if (ImportPaths.IsLocal(path))
        {
            return OfFolder(Path.GetFullPath(Path.Combine(dir, ImportPaths.ToFile(path))));
        }

        var inVendor = Vendored(path, importPath, dir, root);
        return inVendor != path ? inVendor : WithoutMajorVersion(path, dir, root);
    }

    /// <summary>Finds a package by the path that names it.</summary>
    public ResolvedImport Find(string importPath) => found.GetOrAdd(
        importPath,
        static (path, resolver) =>
            resolver.Modules != null ? resolver.FindInModules(path) : resolver.FindInGoPath(path),
        this);

    /// <summary>The import path of a folder, and null with an error if it has none.</summary>
    public string? OfFolder(string dir, out string? error)
    {
        error = null;
        if (Modules == null)
        {
            return OfFolder(dir);
        }

        return OfFolderInModules(dir, Modules, out error);
    }

    // The name of a folder in GOPATH mode: below a src folder unless another package has that name, or its own path.
    private string OfFolder(string dir)
    {
        if (ImportPaths.Below(context.GoRootSrc, dir) is { Length: > 0 } standard && !InTestdata(standard))
        {
            return standard;
        }

        for (var i = 0; i < context.GoPath.Length; i++)
        {
            if (ImportPaths.Below(Path.Combine(context.GoPath[i], "src"), dir) is not { Length: > 0 } path
                || InTestdata(path))
            {
                continue;
            }

            var relative = ImportPaths.ToFile(path);
            var hidden = files.FolderExists(Path.Combine(context.GoRootSrc, relative));
            for (var j = 0; j < i && !hidden; j++)
            {
                hidden = files.FolderExists(Path.Combine(context.GoPath[j], "src", relative));
            }

            return hidden ? ImportPaths.OfFolder(dir) : path;
        }

        return ImportPaths.OfFolder(dir);

        static bool InTestdata(string path) => ("/" + path + "/").Contains("/testdata/", StringComparison.Ordinal);
    }

    private string? OfFolderInModules(string dir, ModuleSet set, out string? error)
    {
        error = null;
        foreach (var main in set.Main)
        {
            if (main.Root == dir)
            {
                if (main.PathPrefix.Length == 0)
                {
                    error = "GOROOT/src is not an importable package";
                    return null;
                }

                return main.PathPrefix;
            }
        }

        string? nearest = null;
        foreach (var main in set.Main)
        {
            if (ImportPaths.Below(main.Root, dir) is not { Length: > 0 } below
                || below.Contains('@', StringComparison.Ordinal))
            {
                continue;
            }

            if (below.StartsWith("vendor/", StringComparison.Ordinal))
            {
                if (set.BuildMode != "vendor")
                {
                    error = $"without -mod=vendor, directory {dir} has no package path";
                    return null;
                }

                return below["vendor/".Length..];
            }

            var path = main.PathPrefix.Length == 0 ? below : main.PathPrefix + "/" + below;
            if (main.PathPrefix.Length == 0)
            {
                return path;
            }

            if (set.HasPackage(path, main.PathPrefix, main.Root, isLocal: true, out _))
            {
                return path;
            }

            if (nearest == null || main.PathPrefix.Length > nearest.Length)
            {
                nearest = main.PathPrefix;
                error = $"main module ({main.Path}) does not contain package {path}";
            }
        }

        if (error != null)
        {
            return null;
        }

        if (ImportPaths.Below(context.GoRootSrc, dir) is { Length: > 0 } standard)
        {
            return standard;
        }

        foreach (var module in set.BuildList())
        {
            if (set.FolderOf(module).Dir is { Length: > 0 } root && ImportPaths.Below(root, dir) is { } inside)
            {
                return inside.Length == 0 ? module.Path : module.Path + "/" + inside;
            }
        }

        error = set.WorkspaceFolder != null && ModuleSet.FindModuleRoot(dir, files) is { } other
            ? $"directory {dir} is contained in a module that is not one of the workspace modules listed in go.work; "
                + $"to add it, run: go work use {other}"
            : $"directory {dir} outside main module or its selected dependencies";
        return null;
    }

    private ResolvedImport FindInModules(string path)
    {
        if (path == "C")
        {
            return Missing(path, "\"C\" is not a package");
        }

        if (ImportPaths.IsLocal(path))
        {
            return Missing(path, $"\"{path}\" is relative, but relative import paths are not supported in module mode");
        }

        if (ImportPaths.IsStandard(path))
        {
            var dir = Path.Combine(context.GoRootSrc, ImportPaths.ToFile(path));
            if (files.List(dir)?.HasGoFiles == true)
            {
                foreach (var main in Modules!.Main)
                {
                    if (main.InGoRoot
                        && Modules.HasPackage(path, main.PathPrefix, main.Root, isLocal: true, out var mainDir))
                    {
                        return new ResolvedImport(path, mainDir, main.Root, null, true, null);
                    }
                }

                return new ResolvedImport(path, dir, context.GoRoot, null, true, null);
            }
        }

        if (Modules!.Find(path, out var error) is { } place)
        {
            var module = place.Module is { } version ? Describe(version) : null;
            return new ResolvedImport(path, place.Dir, module?.Dir ?? "", module, false, null);
        }

        return Missing(path, ImportPaths.IsStandard(path)
            ? context.UsesApiSnapshot
                ? $"package {path} is not in std, and no GOROOT was found"
                : $"package {path} is not in std ({Path.Combine(context.GoRootSrc, ImportPaths.ToFile(path))})"
            : error!);
    }

    private PackageModule Describe(ModuleVersion version) =>
        modules.GetOrAdd(version, static (v, set) => set.Describe(v), Modules!);

    private ResolvedImport FindInGoPath(string path)
    {
        if (path == "C")
        {
            return Missing(path, "\"C\" is not a package");
        }

        if (path.StartsWith("_/", StringComparison.Ordinal))
        {
            // On Windows the name of such a folder begins with its drive, with the colon replaced.
            var local = OperatingSystem.IsWindows() && path.Length > 4 && path[3] == '_'
                ? path[2] + ":" + ImportPaths.ToFile(path[4..])
                : ImportPaths.ToFile(path[1..]);
            return files.FolderExists(local)
                ? new ResolvedImport(path, local, "", null, false, null)
                : Missing(path, $"cannot find package \".\" in {local}");
        }

        var relative = ImportPaths.ToFile(path);
        var dir = Path.Combine(context.GoRootSrc, relative);
        if (files.FolderExists(dir))
        {
            return new ResolvedImport(path, dir, context.GoRoot, null, ImportPaths.IsStandard(path), null);
        }

        foreach (var root in context.GoPath)
        {
            dir = Path.Combine(root, "src", relative);
            if (files.FolderExists(dir))
            {
                return new ResolvedImport(path, dir, root, null, false, null);
            }
        }

        var places = context.GoPath.Length == 0 ? "GOPATH is not set" : "GOPATH is " + string.Join(
            Path.PathSeparator, context.GoPath);
        return Missing(
            path, $"cannot find package \"{path}\" in GOROOT ({context.GoRoot}) or GOPATH ({places})");
    }

    private static ResolvedImport Missing(string path, string error) => new(path, "", "", null, false, error);

    // A vendor folder on the way from the importing package up to its root goes first.
    private string Vendored(string path, string importPath, string dir, string root)
    {
        foreach (var at in vendoring.GetOrAdd((dir, root), FindVendoring))
        {
            var vendored = Path.Combine(at, "vendor", ImportPaths.ToFile(path));
            if (files.List(vendored)?.HasGoFiles == true)
            {
                // The name of the vendored package is that of the folder above, as the importing package's name has it.
                var source = Path.Combine(root, "src");
                var cut = dir.Length - at.Length;
                var above = at.Length == source.Length ? ""
                    : cut == 0 ? importPath
                    : importPath.Length > cut ? importPath[..^cut]
                    : ImportPaths.Below(source, dir)![..^cut];
                return above.Length == 0 ? "vendor/" + path : above + "/vendor/" + path;
            }
        }

        return path;
    }

    // The folders on the way up that have a vendor folder: mostly none, for all that a package imports.
    private ImmutableArray<string> FindVendoring((string Dir, string Root) way)
    {
        var top = Path.Combine(way.Root, "src");
        if (way.Root.Length == 0 || ImportPaths.Below(top, way.Dir) is null)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<string>();
        for (var at = way.Dir; at != null && at.Length >= top.Length; at = Path.GetDirectoryName(at))
        {
            if (files.List(at) is { } listing
                && (listing.Folders.BinarySearch("vendor", StringComparer.Ordinal) >= 0
                    || listing.LinkedFolders.BinarySearch("vendor", StringComparer.Ordinal) >= 0))
            {
                found.Add(at);
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>The go line of the nearest go.mod file of a folder and those above it, or what stands for none.</summary>
    public string GoLineAbove(string dir)
    {
        for (var at = dir; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            if (GoMod(at) is { Path.Length: > 0 } mod)
            {
                return mod.Go.Length > 0 ? mod.Go : PackageFiles.DefaultGoLine;
            }
        }

        return PackageFiles.DefaultGoLine;
    }

    // Code in a tree with a go.mod file may import x/y/v2/z for what lies in x/y/z, if x/y/go.mod says x/y/v2.
    private string WithoutMajorVersion(string path, string dir, string root)
    {
        if (root.Length == 0 || FindVersionElement(path, path.Length) is not (>= 0, _))
        {
            return path;
        }

        var top = Path.Combine(root, "src");
        var inModule = false;
        for (var at = dir; at != null && at.Length >= top.Length && !inModule; at = Path.GetDirectoryName(at))
        {
            inModule = GoModPath(at).Length > 0;
        }

        if (!inModule || Find(path).Dir.Length > 0)
        {
            return path;
        }

        for (var limit = path.Length; limit > 0;)
        {
            var (start, end) = FindVersionElement(path, limit);
            if (start < 0)
            {
                return path;
            }

            if (Find(path[..start]).Dir is { Length: > 0 } folder && GoModPath(folder) is { Length: > 0 } modulePath)
            {
                return modulePath == path[..end] ? path[..start] + path[end..] : path;
            }

            limit = start;
        }

        return path;
    }

    private string GoModPath(string dir) => GoMod(dir).Path;

    private (string Path, string Go) GoMod(string dir) => goMods.GetOrAdd(
        dir,
        static (folder, files) => files.List(folder)?.HasFile("go.mod") == true
            && files.Read(Path.Combine(folder, "go.mod"), out _) is { } file && ModFile.Parse(file) is var mod
                ? (mod.ModulePath, mod.Go)
                : ("", ""),
        files);

    // The last element v2, v3, ... of a path: where its slash and its end are, or -1.
    private static (int Start, int End) FindVersionElement(string path, int limit)
    {
        var end = limit;
        for (var i = limit - 1; i >= 0; i--)
        {
            if (path[i] != '/')
            {
                continue;
            }

            var element = path.AsSpan(i + 1, end - i - 1);
            if (element.Length >= 2 && element[0] == 'v' && element[1] != '0' && element is not "v1"
                && !element[1..].ContainsAnyExceptInRange('0', '9'))
            {
                return (i, end);
            }

            end = i;
        }

        return (-1, -1);
    }
}
