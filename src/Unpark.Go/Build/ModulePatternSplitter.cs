namespace Unpark.Go.Build;

/// <summary>Tells into which modules patterns lead: a folder or file belongs to the nearest go.mod above it.</summary>
/// <param name="context">Where patterns start.</param>
/// <param name="files">Where files are read from.</param>
/// <param name="modules">The modules of the context, or null in GOPATH mode.</param>
internal sealed class ModulePatternSplitter(BuildContext context, SourceFiles files, ModuleSet? modules)
{
    private readonly List<(string? ModuleDir, List<string> Patterns)> groups = [];

    /// <summary>The patterns, together where they lead into the same module; at least one group.</summary>
    public IReadOnlyList<ModulePatterns> Split(IReadOnlyList<string> patterns)
    {
        if (context.ModuleMode == ModuleMode.Off || patterns.Count == 0)
        {
            return [new ModulePatterns(null, patterns)];
        }

        // One file among them makes all of them files of one package.
        if (patterns.FirstOrDefault(IsFile) is { } file)
        {
            return [new ModulePatterns(OtherModuleOf(Path.GetDirectoryName(context.PathOf(file))!), patterns)];
        }

        foreach (var pattern in patterns)
        {
            Add(pattern);
        }

        return [.. groups.Select(group => new ModulePatterns(group.ModuleDir, group.Patterns))];
    }

    private bool IsFile(string pattern) =>
        pattern.EndsWith(".go", StringComparison.Ordinal) && files.FileExists(context.PathOf(pattern));

    private void Add(string pattern)
    {
        var clean = PackagePatterns.Clean(pattern);
        if (!PackagePatterns.IsLocal(clean))
        {
            Add(null, pattern);
            return;
        }

        if (PackagePatterns.IsLiteral(clean))
        {
            Add(OtherModuleOf(context.PathOf(clean)), pattern);
            return;
        }

        clean = OperatingSystem.IsWindows() ? clean.Replace('\\', '/') : clean;
        var folder = PackagePatterns.FolderOf(clean);
        var top = context.PathOf(folder.Length == 0 ? "." : folder);
        if (ModuleSet.FindModuleRoot(top, files) != null || BelongsToContext(top) || modules?.WorkspaceFolder != null)
        {
            Add(OtherModuleOf(top), pattern);
            return;
        }

        // There is no module but perhaps some below.
        var below = new MatchesBelow(files, clean);
        below.Visit(top, folder.Length > 1 ? folder.TrimEnd('/') : folder, module: null);
        foreach (var root in below.Modules)
        {
            Add(root == null || IsMain(root) ? null : root, pattern);
        }

        if (below.Modules.Count == 0)
        {
            Add(null, pattern);
        }
    }

    private void Add(string? moduleDir, string pattern)
    {
        var group = groups.Find(g => g.ModuleDir == moduleDir);
        if (group.Patterns == null)
        {
            groups.Add(group = (moduleDir, []));
        }

        if (!group.Patterns.Contains(pattern))
        {
            group.Patterns.Add(pattern);
        }
    }

    // The root of a folder's module if that is none of those the context has to do with.
    private string? OtherModuleOf(string folder) =>
        ModuleSet.FindModuleRoot(folder, files) is { } root && !IsMain(root) && !BelongsToContext(folder)
            && !IsDependency(root) ? root : null;

    private bool IsMain(string root) => modules?.Main.Any(main => main.Root == root) == true;

    // The go tree and GOPATH have rules of their own.
    private bool BelongsToContext(string folder) => modules == null
        ? context.IsInGoRootOrPath(folder)
        : ImportPaths.Below(context.GoRootSrc, folder) != null;

    // What a main module needs is found through it, unless it lies within it: the go command leaves that out.
    private bool IsDependency(string root) =>
        modules != null && !modules.Main.Any(main => ImportPaths.Below(main.Root, root) != null)
        && modules.BuildList().Any(module => modules.FolderOf(module).Dir == root);

    // The modules in and below a folder that have Go files where a pattern matches; null stands for files in none.
    private sealed class MatchesBelow(SourceFiles files, string pattern)
    {
        public List<string?> Modules { get; } = [];

        public void Visit(string folder, string name, string? module)
        {
            if (files.List(folder) is not { } listing)
            {
                return;
            }

            module = listing.HasFile("go.mod") ? folder : module;
            if (listing.HasGoFiles && PackagePatterns.IsMatch(pattern, name == "." ? "./." : name) && !Modules.Contains(module))
            {
                Modules.Add(module);
            }

            foreach (var child in listing.Folders)
            {
                // Patterns with wildcards pass over these.
                if (child != "testdata" && child[0] is not ('.' or '_'))
                {
                    Visit(Path.Combine(folder, child), PackagePatterns.NameBelow(name, child), module);
                }
            }
        }
    }
}
