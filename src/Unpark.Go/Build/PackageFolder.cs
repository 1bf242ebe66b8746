using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// The Go package in a folder: which of its files are in for a context, and what they import; not yet where the
/// imports lead. Immutable. Source: go/build, Context.Import and matchFile.
/// </summary>
internal sealed class PackageFolder
{
    private PackageFolder(string dir)
    {
        Dir = dir;
    }

    public string Dir { get; }

    public string Name { get; private set; } = "";

    public ImmutableArray<string> GoFiles { get; private set; }

    public ImmutableArray<string> CgoFiles { get; private set; }

    public ImmutableArray<string> TestGoFiles { get; private set; }

    public ImmutableArray<string> XTestGoFiles { get; private set; }

    public ImmutableArray<string> IgnoredGoFiles { get; private set; }

    public ImmutableArray<string> InvalidGoFiles { get; private set; }

    public ImmutableArray<string> OtherFiles { get; private set; }

    public ImmutableArray<string> Imports { get; private set; }

    public ImmutableArray<string> TestImports { get; private set; }

    public ImmutableArray<string> XTestImports { get; private set; }

    /// <summary>Where each import path is first imported: the file's name and the offset in it.</summary>
    public Dictionary<string, (string File, int Offset)> ImportPlaces { get; } = new(StringComparer.Ordinal);

    public ImmutableArray<PackageError> Errors { get; private set; }

    /// <summary>
    /// True if there is a file of the package "documentation", which is no package but is listed as one.
    /// </summary>
    public bool HasDocumentation { get; private set; }

    /// <summary>True if no file of the folder is in: there is no package for this context.</summary>
    public bool IsEmpty => GoFiles.Length + CgoFiles.Length + TestGoFiles.Length + XTestGoFiles.Length == 0;

    /// <summary>What stands for the folder of a package that was not found.</summary>
    public static PackageFolder Missing { get; } = new("")
    {
        GoFiles = [],
        CgoFiles = [],
        TestGoFiles = [],
        XTestGoFiles = [],
        IgnoredGoFiles = [],
        InvalidGoFiles = [],
        OtherFiles = [],
        Imports = [],
        TestImports = [],
        XTestImports = [],
        Errors = [],
    };

    /// <summary>Reads the folder.</summary>
    /// <param name="context">The context to match files against.</param>
    /// <param name="files">Where files are read from.</param>
    /// <param name="dir">The folder.</param>
    /// <param name="tests">False to leave out test files, as if there were none.</param>
    public static PackageFolder Read(BuildContext context, SourceFiles files, string dir, bool tests)
    {
        var reader = new Reader(context, files, dir, allFiles: false);
        if (files.List(dir) is not { } listing)
        {
            reader.Fail("", "no such folder, or it cannot be read");
        }
        else
        {
            foreach (var name in listing.Files)
            {
                if (tests || !name.EndsWith("_test.go", StringComparison.Ordinal))
                {
                    reader.Add(name);
                }
            }
        }

        return reader.Finish();
    }

    /// <summary>Makes a package of files that were named: no build constraint keeps them out.</summary>
    public static PackageFolder ReadFiles(
        BuildContext context, SourceFiles files, string dir, IEnumerable<string> names)
    {
        var reader = new Reader(context, files, dir, allFiles: true);
        foreach (var name in names)
        {
            reader.Add(name);
        }

        return reader.Finish();
    }

    private static bool IsOtherSource(ReadOnlySpan<char> extension) => extension is ".c" or ".cc" or ".cpp" or ".cxx"
        or ".m" or ".h" or ".hh" or ".hpp" or ".hxx" or ".f" or ".F" or ".for" or ".f90" or ".s" or ".S" or ".sx"
        or ".swig" or ".swigcxx" or ".syso";

    private sealed class Reader(BuildContext context, SourceFiles files, string dir, bool allFiles)
    {
        private readonly PackageFolder folder = new(dir);
        private readonly ImmutableArray<string>.Builder goFiles = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder cgoFiles = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder testFiles = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder xtestFiles = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder ignored = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder invalid = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder others = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<PackageError>.Builder errors = ImmutableArray.CreateBuilder<PackageError>();
        private readonly SortedSet<string> imports = new(StringComparer.Ordinal);
        private readonly SortedSet<string> testImports = new(StringComparer.Ordinal);
        private readonly SortedSet<string> xtestImports = new(StringComparer.Ordinal);
        private string firstFile = "";

        public void Add(string name)
        {
            if (name[0] is '_' or '.')
            {
                return;
            }

            var dot = name.LastIndexOf('.');
            var extension = dot < 0 ? "" : name.AsSpan(dot);
            if (extension is not ".go")
            {
                // Their constraints matter to compilers of other languages only; that they are there is enough.
                if (IsOtherSource(extension) && (allFiles || context.MatchFileName(name)))
                {
                    others.Add(name);
                }

                return;
            }

            if (!allFiles && !context.MatchFileName(name))
            {
                ignored.Add(name);
                return;
            }

            AddGo(name);
        }

        public void Fail(string name, string message, SourceFile? file = null, int offset = 0)
        {
            errors.Add(new PackageError(
                dir, name.Length == 0 ? dir : Path.Combine(dir, name), file?.PositionOf(offset), message));
            if (name.Length > 0 && !invalid.Contains(name))
            {
                invalid.Add(name);
            }
        }

        public PackageFolder Finish()
        {
            folder.GoFiles = goFiles.DrainToImmutable();
            folder.CgoFiles = cgoFiles.DrainToImmutable();
            folder.TestGoFiles = testFiles.DrainToImmutable();
            folder.XTestGoFiles = xtestFiles.DrainToImmutable();
            folder.IgnoredGoFiles = ignored.DrainToImmutable();
            folder.InvalidGoFiles = invalid.DrainToImmutable();
            folder.OtherFiles = others.DrainToImmutable();
            folder.Imports = [.. imports];
            folder.TestImports = [.. testImports];
            folder.XTestImports = [.. xtestImports];
            if (folder.IsEmpty && errors.Count == 0)
            {
                Fail("", folder.IgnoredGoFiles.Length > 0
                    ? $"build constraints exclude all Go files in {dir}"
                    : $"no Go files in {dir}");
            }

            folder.Errors = errors.DrainToImmutable();
            return folder;
        }

        private void AddGo(string name)
        {
            var path = Path.Combine(dir, name);
            if (files.ReadHeader(path, out var error) is not { } header)
            {
                Fail(name, error ?? "cannot be read");
                return;
            }

            if (header.ReadError != null)
            {
                Fail(name, header.ReadError);
                return;
            }

            if (header.ConstraintError != null)
            {
                Fail(name, header.ConstraintError);
                return;
            }

            if (!allFiles && !header.Matches(context.IsTagSet))
            {
                ignored.Add(name);
                return;
            }

            if (header.SyntaxError != null)
            {
                Fail(name, header.SyntaxError, files.Read(path, out _), header.ErrorOffset);
            }

            // Files of the package "documentation" hold documentation only.
            if (header.PackageName == "documentation")
            {
                folder.HasDocumentation = true;
                ignored.Add(name);
                return;
            }

            Classify(name, header);
        }

        private void Classify(string name, GoFileHeader header)
        {
            var package = header.PackageName;
            var isTest = name.EndsWith("_test.go", StringComparison.Ordinal);
            var isXTest = isTest && package.EndsWith("_test", StringComparison.Ordinal) && folder.Name != package;
            if (isXTest)
            {
                package = package[..^"_test".Length];
            }

            if (folder.Name.Length == 0)
            {
                folder.Name = package;
                firstFile = name;
            }
            else if (package != folder.Name)
            {
                Fail(name, $"found packages {folder.Name} ({firstFile}) and {package} ({name}) in {dir}");
            }

            if (isTest && header.ImportsC)
            {
                Fail(name, $"use of cgo in test {name} not supported");
            }

            var isCgo = !isTest && header.ImportsC;
            if (isCgo && !context.CgoEnabled)
            {
                ignored.Add(name);
                return;
            }

            (isCgo ? cgoFiles : isXTest ? xtestFiles : isTest ? testFiles : goFiles).Add(name);
            var paths = isXTest ? xtestImports : isTest ? testImports : imports;
            foreach (var import in header.Imports)
            {
                paths.Add(import.Path);
                folder.ImportPlaces.TryAdd(import.Path, (name, import.Start));
            }
        }
    }
}
