using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// For what Go code is built and where its parts are found: the counterpart of go/build.Context together with the go
/// command's settings. Immutable and safe to use from many threads.
/// </summary>
public sealed class BuildContext
{
    private readonly FrozenSet<string> tags;

    private BuildContext(FrozenSet<string> tags)
    {
        this.tags = tags;
        IsTagSet = MatchTag;
    }

    /// <summary>
    /// The folder to begin from: relative patterns start there, and go.mod or go.work is searched upwards.
    /// </summary>
    public required string Dir { get; init; }

    /// <summary>The folder from which go.mod or go.work is searched, where that is not <see cref="Dir"/>; or null.</summary>
    public required string? ModuleDir { get; init; }

    /// <summary>The operating system built for.</summary>
    public required string GoOS { get; init; }

    /// <summary>The architecture built for.</summary>
    public required string GoArch { get; init; }

    /// <summary>True if Go has, or had, a port for the operating system and the architecture.</summary>
    public bool IsKnownPlatform => Platforms.IsKnownOS(GoOS) && Platforms.IsKnownArch(GoArch);

    /// <summary>True if files that import "C" are in.</summary>
    public required bool CgoEnabled { get; init; }

    /// <summary>The build tags that were asked for.</summary>
    public required ImmutableArray<string> BuildTags { get; init; }

    /// <summary>The tags the toolchain sets: experiments and levels of the architecture.</summary>
    public required ImmutableArray<string> ToolTags { get; init; }

    /// <summary>The minor version N of Go 1.N: the tags go1.1 to go1.N are set.</summary>
    public required int GoMinor { get; init; }

    /// <summary>The root of the Go tree; where none with source was found, <see cref="ApiSnapshot.GoRoot"/>.</summary>
    public required string GoRoot { get; init; }

    /// <summary>
    /// True if no Go tree was found, so that the embedded declarations stand in for the standard library.
    /// </summary>
    public bool UsesApiSnapshot => GoRoot == ApiSnapshot.GoRoot;

    /// <summary>The version in GOROOT/VERSION such as <c>go1.27.3</c>, or empty.</summary>
    public required string GoVersion { get; init; }

    /// <summary>The GOPATH folders.</summary>
    public required ImmutableArray<string> GoPath { get; init; }

    /// <summary>The folder of the module cache, or null if there is nowhere it could be.</summary>
    public required string? ModuleCache { get; init; }

    /// <summary>Whether import paths are resolved through modules.</summary>
    public required ModuleMode ModuleMode { get; init; }

    /// <summary>The flag <c>-mod</c>, or empty.</summary>
    public required string Mod { get; init; }

    /// <summary>The flag <c>-modfile</c>, or empty.</summary>
    public required string ModFile { get; init; }

    /// <summary>The setting GOWORK: <c>off</c>, the path of a go.work file, or empty.</summary>
    public required string GoWork { get; init; }

    /// <summary>The folder of the standard library's sources.</summary>
    public string GoRootSrc => Path.Combine(GoRoot, "src");

    internal Func<string, bool> IsTagSet { get; }

    /// <summary>Finds out the context from options and environment. Reads GOROOT/VERSION and little more.</summary>
    /// <param name="options">What is set and not to be found out.</param>
    /// <param name="files">Where files are read from.</param>
    public static BuildContext Create(BuildOptions options, SourceFiles files)
    {
        var environment = new GoEnvironment(options.Environment, files);
        var dir = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Dir ?? Environment.CurrentDirectory));
        var goRoot = options.GoRoot == null ? GoRootFinder.Find(environment, files, dir)
            : options.GoRoot.Length == 0 ? null
            : Path.GetFullPath(options.GoRoot);
        if (goRoot != null)
        {
            environment.UseGoRoot(goRoot);
        }

        var os = options.GoOS ?? Setting("GOOS", Platforms.HostOS);
        var arch = options.GoArch ?? Setting("GOARCH", Platforms.HostArch);
        var flags = GoFlags.Parse(environment.Get("GOFLAGS"));
        var goPath = GoPathOf(environment, goRoot);
        var moduleCache = environment.Get("GOMODCACHE");
        var version = goRoot == null ? ApiSnapshot.GoVersion : GoRootFinder.ReadVersion(goRoot, files);
        var minor = GoRootFinder.MinorVersion(goRoot, version, files);
        var toolTags = ToolTagFinder.Find(goRoot, os, arch, environment, files);
        var cgo = options.CgoEnabled ?? CgoDefault(environment, goRoot, os, arch, files);
        var buildTags = options.Tags ?? flags.Tags;
        return new BuildContext(TagSet(os, arch, cgo, minor, buildTags, toolTags))
        {
            Dir = dir,
            ModuleDir = options.ModuleDir == null ? null
                : Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.ModuleDir)),
            GoOS = os,
            GoArch = arch,
            CgoEnabled = cgo,
            BuildTags = buildTags,
            ToolTags = toolTags,
            GoMinor = minor,
            GoRoot = goRoot ?? ApiSnapshot.GoRoot,
            GoVersion = version,
            GoPath = goPath,
            ModuleCache = moduleCache.Length > 0 ? Path.GetFullPath(moduleCache)
                : goPath.Length > 0 ? Path.Combine(goPath[0], "pkg", "mod")
                : null,
            ModuleMode = environment.Get("GO111MODULE") switch
            {
                "off" => ModuleMode.Off,
                "on" => ModuleMode.On,
                _ => ModuleMode.Auto,
            },
            Mod = options.Mod ?? flags.Mod,
            ModFile = options.ModFile ?? flags.ModFile,
            GoWork = environment.Get("GOWORK"),
        };

        string Setting(string name, string otherwise) =>
            environment.Get(name) is { Length: > 0 } value ? value : otherwise;
    }

    /// <summary>True if a build tag holds. Source: go/build, matchTag.</summary>
    public bool MatchTag(string tag) => tags.Contains(tag);

    /// <summary>
    /// True if a file's name does not keep it out: its name has no <c>_GOOS</c> and <c>_GOARCH</c> suffix, or one that
    /// holds. Source: go/build, goodOSArchFile.
    /// </summary>
    /// <param name="name">The name, without folder.</param>
    public bool MatchFileName(string name)
    {
        var stem = name.AsSpan();
        if (stem.IndexOf('.') is >= 0 and var dot)
        {
            stem = stem[..dot];
        }

        // What stands before the first underscore is a name of its own, as in linux.go.
        var underscore = stem.IndexOf('_');
        if (underscore < 0)
        {
            return true;
        }

        stem = stem[underscore..];
        if (stem.EndsWith("_test", StringComparison.Ordinal))
        {
            stem = stem[..^"_test".Length];
        }

        if (stem.IsEmpty)
        {
            return true;
        }

        var split = stem.LastIndexOf('_');
        var last = stem[(split + 1)..];
        var set = tags.GetAlternateLookup<ReadOnlySpan<char>>();
        if (Platforms.IsKnownArch(last))
        {
            var before = stem[..split];
            var system = before[(before.LastIndexOf('_') + 1)..];
            return set.Contains(last) && (before.IsEmpty || !Platforms.IsKnownOS(system) || set.Contains(system));
        }

        return !Platforms.IsKnownOS(last) || set.Contains(last);
    }

    /// <summary>The absolute path of a folder or file as a pattern names it.</summary>
    internal string PathOf(string name) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(Dir, ImportPaths.ToFile(name))));

    /// <summary>True if a folder lies in the Go tree or in GOPATH, where names of packages do not depend on go.mod.</summary>
    internal bool IsInGoRootOrPath(string folder)
    {
        if (ImportPaths.Below(GoRootSrc, folder) != null)
        {
            return true;
        }

        foreach (var root in GoPath)
        {
            if (ImportPaths.Below(Path.Combine(root, "src"), folder) != null)
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string> TagSet(
        string os,
        string arch,
        bool cgo,
        int minor,
        ImmutableArray<string> buildTags,
        ImmutableArray<string> toolTags)
    {
        var set = new HashSet<string>(StringComparer.Ordinal) { os, arch, "gc" };
        switch (os)
        {
            case "android":
                set.Add("linux");
                break;
            case "illumos":
                set.Add("solaris");
                break;
            case "ios":
                set.Add("darwin");
                break;
        }

        if (Platforms.IsUnix(os))
        {
            set.Add("unix");
        }

        if (cgo)
        {
            set.Add("cgo");
        }

        for (var i = 1; i <= minor; i++)
        {
            set.Add("go1." + i);
        }

        set.UnionWith(buildTags);
        set.UnionWith(toolTags);
        // The old name of the experiment.
        if (set.Contains("goexperiment.boringcrypto"))
        {
            set.Add("boringcrypto");
        }

        return set.ToFrozenSet(StringComparer.Ordinal);
    }

    private static ImmutableArray<string> GoPathOf(GoEnvironment environment, string? goRoot)
    {
        var setting = environment.Get("GOPATH");
        if (setting.Length == 0)
        {
            var home = environment.Home();
            if (home.Length == 0)
            {
                return [];
            }

            setting = Path.Combine(home, "go");
            if (goRoot != null && Path.GetFullPath(setting) == goRoot)
            {
                return [];
            }
        }

        var folders = ImmutableArray.CreateBuilder<string>();
        foreach (var folder in setting.Split(Path.PathSeparator))
        {
            // go/build leaves out relative folders, and GOROOT itself.
            if (Path.IsPathRooted(folder) && folder != goRoot)
            {
                folders.Add(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            }
        }

        return folders.DrainToImmutable();
    }

    // On when building for this machine, where cgo works there, and a C compiler is found.
    private static bool CgoDefault(
        GoEnvironment environment, string? goRoot, string os, string arch, SourceFiles files)
    {
        switch (environment.Get("CGO_ENABLED"))
        {
            case "1":
                return true;
            case "0":
                return false;
        }

        if (os != Platforms.HostOS || arch != Platforms.HostArch || !Platforms.SupportsCgo(os, arch))
        {
            return false;
        }

        if (environment.Variable("CC").Length > 0)
        {
            return true;
        }

        foreach (var compiler in DefaultCompilers(goRoot, os, arch, files))
        {
            if (environment.FindProgram(compiler) != null)
            {
                return true;
            }
        }

        return false;
    }

    // The compiler's name is fixed when Go is built, and written into a file of the go command's source.
    private static string[] DefaultCompilers(string? goRoot, string os, string arch, SourceFiles files)
    {
        if (goRoot != null
            && files.Read(
                Path.Combine(goRoot, "src", "cmd", "go", "internal", "cfg", "zdefaultcc.go"), out _) is { } source)
        {
            var text = source.Text(0, source.Length);
            var function = text.IndexOf("func DefaultCC", StringComparison.Ordinal);
            var end = function < 0 ? -1 : text.IndexOf("\n}", function, StringComparison.Ordinal);
            if (end > 0)
            {
                var body = text[function..end];
                var at = body.IndexOf($"\"{os}/{arch}\"", StringComparison.Ordinal);
                at = at >= 0 ? at : body.LastIndexOf("return", StringComparison.Ordinal);
                var quote = body.IndexOf("return \"", Math.Max(at, 0), StringComparison.Ordinal);
                var close = quote < 0 ? -1 : body.IndexOf('"', quote + "return \"".Length);
                if (close > 0)
                {
                    return [body[(quote + "return \"".Length)..close]];
                }
            }
        }

        return os is "darwin" or "ios" or "freebsd" or "openbsd" ? ["clang"] : ["gcc", "clang"];
    }
}
