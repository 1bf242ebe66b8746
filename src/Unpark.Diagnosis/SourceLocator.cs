using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>
/// Finds the files that frames name. They were named where the program was built: as they lay there, or with
/// <c>-trimpath</c> by import path and version.
/// </summary>
internal sealed class SourceLocator
{
    private const int MaxModuleDepth = 4;

    private readonly ImmutableArray<string> folders;
    private readonly bool certain;
    private readonly bool builtHere;
    private readonly string? moduleCache;
    private readonly string? goRoot;
    private readonly ImmutableArray<(string Path, string Folder)> modules;
    private readonly ConcurrentDictionary<(string Function, string File), string?> known = [];
    private readonly ConcurrentDictionary<string, string?> moduleOf = new(StringComparer.Ordinal);

    public SourceLocator(SourceOptions options, BuildContext context)
    {
        folders = [.. options.Folders.Select(Path.GetFullPath)];
        certain = options.IsCertain;
        builtHere = options.IsBuiltHere;
        moduleCache = options.ModuleCache ?? context.ModuleCache;
        goRoot = context.UsesApiSnapshot ? null : context.GoRoot;
        // A module within another one takes its import paths first, and of two of one name that of the first folder.
        modules = [.. folders.SelectMany(f => FindModules(f, certain, isDeep: !builtHere)).DistinctBy(m => m.Folder).OrderByDescending(m => m.Path.Length)];
    }

    /// <summary>The modules that are in the folders, or that these are in.</summary>
    public ImmutableArray<string> ModuleFolders => [.. modules.Select(m => m.Folder)];

    /// <summary>The folder of the module that a folder of the program belongs to, or null.</summary>
    public string? ModuleOf(string folder) => builtHere
        ? moduleOf.GetOrAdd(folder, f => ModuleAround(f))
        : modules.Select(m => m.Folder).Where(m => folder == m || IsBelow(folder, m)).MaxBy(m => m.Length);

    /// <summary>The file of a frame, or null if it is not on this machine.</summary>
    public string? Find(Frame frame) => frame.Kind != FrameKind.Call || frame.File.Length == 0 ? null
        : known.GetOrAdd((frame.Function, frame.File), key => Find(key.Function, key.File.Replace('\\', '/')));

    /// <summary>True if a file belongs to the program, and not to a library or to Go.</summary>
    public bool IsOfProgram(string path) => (folders.Any(f => IsBelow(path, f)) || modules.Any(m => IsBelow(path, m.Folder)))
        && !path.Contains($"{Path.DirectorySeparatorChar}vendor{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private string? Find(string function, string file)
    {
        if (builtHere && Path.IsPathRooted(file) && Existing(file) is { } built)
        {
            return built;
        }

        var name = file[(file.LastIndexOf('/') + 1)..];
        var package = FunctionName.Package(function);
        var isOwn = false;
        // By import path: what the program's own modules hold.
        foreach (var (path, at) in modules)
        {
            if (package == path || package.StartsWith(path + "/", StringComparison.Ordinal))
            {
                // Another folder may hold a module of the same name.
                if (Existing(Path.Combine(at, package[path.Length..].TrimStart('/'), name)) is { } its)
                {
                    return its;
                }

                isOwn = true;
            }

            // -trimpath names files by import path, those of main too.
            if (file.StartsWith(path + "/", StringComparison.Ordinal) && Existing(Path.Combine(at, file[(path.Length + 1)..])) is { } own)
            {
                return own;
            }
        }

        if (isOwn)
        {
            return null;
        }

        return Cached(file) ?? Standard(package, file, name) ?? (certain ? ByEnd(file) : null) ?? InFolder(file);
    }

    // /go/pkg/mod/example.org/m@v1.2.3/a.go, or example.org/m@v1.2.3/a.go with -trimpath.
    private string? Cached(string file)
    {
        var at = file.IndexOf("@v", StringComparison.Ordinal);
        if (at < 0 || moduleCache is null)
        {
            return null;
        }

        var start = file.LastIndexOf("/pkg/mod/", at, StringComparison.Ordinal);
        return Existing(Path.Combine(moduleCache, start < 0 ? file : file[(start + "/pkg/mod/".Length)..]));
    }

    private string? Standard(string package, string file, string name)
        => goRoot is null || package.Split('/')[0].Contains('.', StringComparison.Ordinal) || package is "main" or ""
            || !(file == $"{package}/{name}" || file.EndsWith($"/src/{package}/{name}", StringComparison.Ordinal))
            ? null
            : Existing(Path.Combine(goRoot, "src", package, name));

    // The longest end of the path that exists in a folder.
    private string? ByEnd(string file)
    {
        for (var at = file.StartsWith('/') ? 1 : 0; at >= 0;)
        {
            foreach (var folder in folders)
            {
                if (Existing(Path.Combine(folder, file[at..])) is { } found)
                {
                    return found;
                }
            }

            var slash = file.IndexOf('/', at);
            at = slash < 0 ? -1 : slash + 1;
        }

        return null;
    }

    private string? InFolder(string file)
        => Path.IsPathRooted(file) && Existing(file) is { } found && IsOfProgram(found) ? found : null;

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;

    private static bool IsBelow(string path, string of)
        => path.StartsWith(Path.TrimEndingDirectorySeparator(of) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? ModuleAround(string folder)
    {
        string? at = folder;
        while (at is not null && !File.Exists(Path.Combine(at, "go.mod")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at;
    }

    private static List<(string Path, string Folder)> FindModules(string folder, bool certain, bool isDeep)
    {
        var found = new List<(string Path, string Folder)>();
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Add(at))
            {
                break;
            }
        }

        // Where nobody has said that the program is here, nothing is searched for it.
        if (isDeep && (certain || found.Count > 0))
        {
            AddBelow(folder, 0);
        }

        return found;

        bool Add(string at)
        {
            var file = Path.Combine(at, "go.mod");
            if (!File.Exists(file))
            {
                return false;
            }

            try
            {
                found.Add((ModFile.Parse(new SourceFile(file, File.ReadAllBytes(file))).ModulePath, at));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }

            return true;
        }

        void AddBelow(string at, int depth)
        {
            if (depth > MaxModuleDepth)
            {
                return;
            }

            try
            {
                foreach (var below in Directory.EnumerateDirectories(at))
                {
                    if (Path.GetFileName(below) is not ("vendor" or "testdata" or "node_modules" or ['.', ..] or ['_', ..]))
                    {
                        Add(below);
                        AddBelow(below, depth + 1);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A folder that cannot be read holds nothing for us.
            }
        }
    }
}
