using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// What is known of a package without parsing it: its files for one build context, and what they import; what
/// <c>go list -e -json</c> says. Immutable.
/// </summary>
public sealed class PackageFiles
{
    // https://go.dev/doc/godebug: programs older than that are given the settings of Go 1.20.
    internal const string DefaultGoLine = "1.20";

    private readonly PackageFolder folder;

    internal PackageFiles(
        string importPath,
        PackageFolder folder,
        PackageModule? module,
        bool isStandard,
        ImmutableDictionary<string, string> importMap,
        ImmutableArray<PackageError> errors,
        string root,
        bool hasTests)
    {
        ImportPath = importPath;
        this.folder = folder;
        Module = module;
        IsStandard = isStandard;
        ImportMap = importMap;
        Errors = errors;
        Root = root;
        HasTests = hasTests;
    }

    /// <summary>The import path that names the package among all of a load, <c>vendor</c> folders included.</summary>
    public string ImportPath { get; }

    /// <summary>The folder of the files, or empty if the package was not found.</summary>
    public string Dir => folder.Dir;

    /// <summary>The name in the package clauses, or empty if there is none.</summary>
    public string Name => folder.Name;

    /// <summary>The files of the package itself but for those that import "C": names without folder, sorted.</summary>
    public ImmutableArray<string> GoFiles => folder.GoFiles;

    /// <summary>The files that import "C".</summary>
    public ImmutableArray<string> CgoFiles => folder.CgoFiles;

    /// <summary>The test files in the package.</summary>
    public ImmutableArray<string> TestGoFiles => folder.TestGoFiles;

    /// <summary>The test files in the package of the same name with <c>_test</c> behind it.</summary>
    public ImmutableArray<string> XTestGoFiles => folder.XTestGoFiles;

    /// <summary>The Go files that constraints keep out, or that hold documentation only.</summary>
    public ImmutableArray<string> IgnoredGoFiles => folder.IgnoredGoFiles;

    /// <summary>The Go files with something wrong at their top; they may be listed among the others too.</summary>
    public ImmutableArray<string> InvalidGoFiles => folder.InvalidGoFiles;

    /// <summary>The files in other languages a compiler would take: assembly, C, objects.</summary>
    public ImmutableArray<string> OtherFiles => folder.OtherFiles;

    /// <summary>The import paths in <see cref="GoFiles"/> and <see cref="CgoFiles"/> as written, sorted.</summary>
    public ImmutableArray<string> Imports => folder.Imports;

    /// <summary>The import paths in <see cref="TestGoFiles"/> as written, sorted.</summary>
    public ImmutableArray<string> TestImports => folder.TestImports;

    /// <summary>The import paths in <see cref="XTestGoFiles"/> as written, sorted.</summary>
    public ImmutableArray<string> XTestImports => folder.XTestImports;

    /// <summary>
    /// From import paths as written to those that name the packages, where the two differ: vendoring.
    /// </summary>
    public ImmutableDictionary<string, string> ImportMap { get; }

    /// <summary>The module of the package; null for the standard library and in GOPATH mode.</summary>
    public PackageModule? Module { get; }

    /// <summary>True for the packages of the Go tree, commands included.</summary>
    public bool IsStandard { get; }

    /// <summary>What is wrong with the package; a package that was not found says so here.</summary>
    public ImmutableArray<PackageError> Errors { get; }

    /// <summary>True if there is no folder for the package.</summary>
    public bool IsMissing => Dir.Length == 0;

    /// <summary>
    /// The Go version the package is written for such as <c>go1.21</c>, or empty for that of the toolchain: packages of
    /// the standard library and those outside of modules.
    /// </summary>
    public string GoVersion =>
        Module == null || IsStandard ? "" : "go" + (Module.GoVersion.Length > 0 ? Module.GoVersion : "1.16");

    /// <summary>
    /// The Go version whose runtime the package may count on such as <c>go1.21</c>: that of its module. Outside of modules
    /// the go command settles for Go 1.20, whatever the toolchain; where the folder or one above has a go.mod file all the
    /// same, as in a GOPATH that is filled from modules, that one tells. Empty for the standard library, which is as new as
    /// the toolchain.
    /// </summary>
    public string RuntimeVersion => IsStandard ? "" : Module != null ? GoVersion : "go" + GoLine;

    /// <summary>The go line that counts for a package without module.</summary>
    internal string GoLine { get; init; } = DefaultGoLine;

    /// <summary>The GOPATH folder, GOROOT or module root the package lies under, or empty.</summary>
    internal string Root { get; }

    /// <summary>True if test files were looked at.</summary>
    internal bool HasTests { get; }

    internal PackageFolder Folder => folder;

    /// <summary>The import path that names the package an import leads to.</summary>
    /// <param name="path">The import path as written.</param>
    public string Resolve(string path) => ImportMap.GetValueOrDefault(path, path);

    /// <inheritdoc/>
    public override string ToString() => ImportPath;
}
