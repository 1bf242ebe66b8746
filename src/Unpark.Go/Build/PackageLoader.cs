using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// Finds packages and says which files they have, without running <c>go</c> and without parsing more than the tops of
/// files. What was found once is kept. Safe to use from many threads.
/// </summary>
/// <example>
/// <code>
/// var files = new DiskFiles();
/// var loader = new PackageLoader(BuildContext.Create(new BuildOptions { Dir = "." }, files), files);
/// foreach (var package in loader.Match(["./..."]).Packages) { Console.WriteLine(package.ImportPath); }
/// </code>
/// </example>
public sealed class PackageLoader
{
    /// <summary>The import path of a package made of files that were named.</summary>
    public const string CommandLineArguments = "command-line-arguments";

    private readonly ImportResolver resolver;
    private readonly ConcurrentDictionary<(string Dir, bool Tests), PackageFolder> folders;
    private readonly ConcurrentDictionary<(string ImportPath, bool Tests), PackageFiles> packages;

    /// <summary>A loader for one context. Reads the go.mod and go.work files of the context's folder.</summary>
    /// <param name="context">For what is built, and where things are.</param>
    /// <param name="files">Where files are read from.</param>
    public PackageLoader(BuildContext context, SourceFiles files)
    {
        Context = context;
        Files = context.UsesApiSnapshot ? new ApiSnapshotFiles(files) : files;
        folders = [];
        packages = [];
        resolver = new ImportResolver(context, Files);
        Errors = resolver.Modules == null ? []
            : [.. resolver.Modules.Errors.Select(message => new PackageError("go.mod", "", null, message))];
    }

    private PackageLoader(PackageLoader other, SourceFiles files, HashSet<string> changed)
    {
        Context = other.Context;
        Files = Context.UsesApiSnapshot ? new ApiSnapshotFiles(files) : files;
        resolver = other.resolver;
        Errors = other.Errors;
        var dirs = changed.Select(path => Path.GetDirectoryName(path)!).ToHashSet(StringComparer.Ordinal);
        folders = new(other.folders.Where(folder => !dirs.Contains(folder.Key.Dir)));
        packages = new(other.packages.Where(package => !dirs.Contains(package.Value.Dir)));
    }

    /// <summary>For what is built, and where things are.</summary>
    public BuildContext Context { get; }

    /// <summary>Where files are read from; the embedded declarations are among them where they stand in.</summary>
    public SourceFiles Files { get; }

    /// <summary>What is wrong with the go.mod, go.work and vendor/modules.txt files.</summary>
    public ImmutableArray<PackageError> Errors { get; }

    /// <summary>True if import paths are resolved through modules, false if through GOPATH.</summary>
    public bool UsesModules => resolver.Modules != null;

    /// <summary>The main modules; none in GOPATH mode or outside of any module.</summary>
    public ImmutableArray<PackageModule> MainModules => resolver.Modules == null ? []
        : [.. resolver.Modules.Main.Select(main => resolver.Modules.Describe(main.Version))];

    internal ModuleSet? Modules => resolver.Modules;

    /// <summary>The package of an import path, as it would be named on a command line. Never null; see
    /// <see cref="PackageFiles.Errors"/>.</summary>
    /// <param name="importPath">The path that names the package.</param>
    /// <param name="tests">False to leave its test files unread: the lists of tests are empty then.</param>
    public PackageFiles Load(string importPath, bool tests = true)
    {
        if (packages.TryGetValue((importPath, tests), out var package))
        {
            return package;
        }

        return packages.GetOrAdd((importPath, tests), Read(importPath, tests));
    }

    /// <summary>
    /// The package an import leads to, or null for "C". A package that is not found is an entry with an error that
    /// names the importing file.
    /// </summary>
    /// <param name="importer">The importing package.</param>
    /// <param name="path">The import path as written.</param>
    /// <param name="tests">False to leave its test files unread.</param>
    public PackageFiles? Import(PackageFiles importer, string path, bool tests = false)
    {
        if (path == "C")
        {
            return null;
        }

        var package = Load(importer.Resolve(path), tests);
        if (!package.IsMissing || !importer.Folder.ImportPlaces.TryGetValue(path, out var place))
        {
            return package;
        }

        var file = Path.Combine(importer.Dir, place.File);
        var position = Files.Read(file, out _)?.PositionOf(place.Offset);
        var errors = package.Errors.Select(error => error with { Subject = path, File = file, Position = position });
        return new PackageFiles(
            package.ImportPath, package.Folder, null, false, package.ImportMap, [.. errors], "", tests);
    }

    /// <summary>Expands patterns and loads the packages they match, in parallel.</summary>
    /// <param name="patterns">
    /// Patterns as the go command has them: import paths, folders (<c>./x</c> or absolute), either with <c>...</c>; the
    /// words std, cmd, all, work and tool; or names of .go files, which then make one package. None stand for the
    /// current folder.
    /// </param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public PatternMatches Match(IReadOnlyList<string> patterns, CancellationToken cancellation = default) =>
        Match(patterns, tests: true, cancellation);

    /// <summary>Expands patterns and loads the packages they match, in parallel.</summary>
    /// <param name="patterns">As in the other overload.</param>
    /// <param name="tests">False to leave test files unread: the lists of tests are empty then.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public PatternMatches Match(
        IReadOnlyList<string> patterns, bool tests, CancellationToken cancellation = default) =>
        new PatternMatcher(this, resolver, tests, cancellation).Match(patterns);

    /// <summary>The patterns, together where they lead into the same module.</summary>
    internal IReadOnlyList<ModulePatterns> SplitByModule(IReadOnlyList<string> patterns) =>
        new ModulePatternSplitter(Context, Files, resolver.Modules).Split(patterns);

    /// <summary>This loader with other bytes in some files, and the same files otherwise.</summary>
    internal PackageLoader With(SourceFiles files, HashSet<string> changed) => new(this, files, changed);

    internal PackageFolder ReadFolder(string dir, bool tests) => folders.GetOrAdd(
        (dir, tests),
        static (key, loader) => PackageFolder.Read(loader.Context, loader.Files, key.Dir, key.Tests),
        this);

    /// <summary>Makes the package of files that were named on a command line.</summary>
    internal PackageFiles LoadFiles(string dir, IEnumerable<string> names)
    {
        var folder = PackageFolder.ReadFiles(Context, Files, dir, names);
        // Such a package has no module, and so no language version; vendor folders above it count all the same.
        var root = resolver.OfFolder(dir, out _) is { } path ? resolver.Find(path).Root : "";
        var package = new PackageFiles(
            CommandLineArguments, folder, null, false,
            MapImports(folder, CommandLineArguments, root, isStandard: false), folder.Errors, root,
            hasTests: true)
        {
            GoLine = resolver.GoLineAbove(dir),
        };
        packages[(CommandLineArguments, true)] = package;
        packages[(CommandLineArguments, false)] = package;
        return package;
    }

    private PackageFiles Read(string importPath, bool tests)
    {
        var place = resolver.Find(importPath);
        if (place.Dir.Length == 0)
        {
            var missing = PackageFolder.Missing;
            return new PackageFiles(
                importPath, missing, place.Module, false, ImmutableDictionary<string, string>.Empty,
                [new PackageError(importPath, "", null, place.Error ?? "not found")], "", tests);
        }

        var folder = ReadFolder(place.Dir, tests);
        return new PackageFiles(
            place.ImportPath, folder, place.Module, place.IsStandard,
            MapImports(folder, importPath, place.Root, place.IsStandard), folder.Errors, place.Root,
            tests)
        {
            GoLine = place.Module == null && !place.IsStandard ? resolver.GoLineAbove(place.Dir) : PackageFiles.DefaultGoLine,
        };
    }

    private ImmutableDictionary<string, string> MapImports(
        PackageFolder folder, string importPath, string root, bool isStandard)
    {
        var map = ImmutableDictionary<string, string>.Empty;
        foreach (var path in folder.ImportPlaces.Keys)
        {
            var canonical = resolver.Canonical(path, importPath, folder.Dir, root, isStandard);
            if (canonical != path)
            {
                map = map.Add(path, canonical);
            }
        }

        return map;
    }
}
