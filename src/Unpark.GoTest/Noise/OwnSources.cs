using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>
/// The files of the packages that are tested and of those they import, as far as they are the user's own: of the main
/// modules, of local folders that stand for modules, or vendored; in GOPATH mode, of the packages that are tested, or vendored.
/// </summary>
/// <param name="Packages">The files' paths as the go command writes them, by the import paths of their packages.</param>
public sealed record OwnSources(ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Packages)
{
    // Flags that decide which files are built. The others mean nothing to go list, or do not matter to it.
    private static readonly ImmutableArray<string> Passed = ["mod", "modfile", "tags", "race", "msan", "asan", "overlay", "compiler", "cover"];

    private const string Separator = "\u001f";

    private static readonly string Format = """
        {{if not .Standard}}{{.ImportPath}}SEP{{.Dir}}SEP{{with .Module}}{{if .Main}}own{{else}}{{with .Replace}}{{if not .Version}}own{{end}}{{end}}{{end}}
        {{- else}}{{if not .DepOnly}}own{{end}}{{end}}SEP{{range .GoFiles}}{{.}}SEP{{end}}{{end}}
        """.Replace("\n", "", StringComparison.Ordinal).Replace("SEP", "{{\"\\x1f\"}}", StringComparison.Ordinal);

    /// <summary>Asks the go command.</summary>
    /// <param name="arguments">The arguments of <c>go test</c>.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="command">The command; by default the one on PATH.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GoTestException">There is no go command.</exception>
    public static OwnSources Of(GoTestArguments arguments, string folder, string command = "go", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        // What is wrong with packages go test says itself.
        var (_, output, _) = GoCommand.Capture(command, Command(arguments), folder, cancellation);
        var packages = new SortedDictionary<string, ImmutableSortedSet<string>.Builder>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            Read(line, packages);
        }

        return new OwnSources(packages.ToImmutableSortedDictionary(p => p.Key, p => p.Value.ToImmutable(), StringComparer.Ordinal));
    }

    private static IEnumerable<string> Command(GoTestArguments arguments)
    {
        yield return "list";
        if (arguments.Folder is { } folder)
        {
            yield return "-C=" + folder;
        }

        yield return "-e";
        yield return "-deps";
        yield return "-test";
        yield return "-f=" + Format;
        foreach (var flag in Passed)
        {
            if (arguments.Flags.TryGetValue(flag, out var value))
            {
                yield return $"-{flag}={value}";
            }
        }

        foreach (var package in arguments.Packages)
        {
            yield return package;
        }
    }

    private static void Read(string line, SortedDictionary<string, ImmutableSortedSet<string>.Builder> packages)
    {
        // What is vendored lies in the user's own folders. The main package of a test executable is made by the go command.
        if (line.Split(Separator) is not [var import, var folder, var owner, .. var files] || import.EndsWith(".test", StringComparison.Ordinal)
            || !(owner == "own" || folder.Replace('\\', '/').Contains("/vendor/", StringComparison.Ordinal)))
        {
            return;
        }

        // With its tests a package is listed once more, as "p [p.test]".
        var space = import.IndexOf(' ', StringComparison.Ordinal);
        var path = space < 0 ? import : import[..space];
        if (!packages.TryGetValue(path, out var known))
        {
            known = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
            packages.Add(path, known);
        }

        foreach (var file in files)
        {
            if (file.EndsWith(".go", StringComparison.Ordinal) && !Path.IsPathRooted(file))
            {
                known.Add(Path.Combine(folder, file));
            }
        }
    }
}
