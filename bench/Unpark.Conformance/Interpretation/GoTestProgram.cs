using System.Collections.Immutable;

namespace Unpark.Conformance.Interpretation;

/// <summary>A program of GOROOT/test that is to be run, and what its output is to be compared with.</summary>
/// <param name="Name">Its path below GOROOT/test, without ".go".</param>
/// <param name="Header">Its first line that says what to do with it, without the slashes.</param>
/// <param name="Files">Its source by file name; a file of a package that main imports lies in a folder of its own.</param>
internal sealed record GoTestProgram(string Name, string Header, ImmutableSortedDictionary<string, string> Files)
{
    private const string Folder = ".dir";

    /// <summary>The folder of GOROOT/test it lies in.</summary>
    public string Group => Path.GetDirectoryName(Name) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".";

    /// <summary>The arguments that the header gives the program.</summary>
    public IEnumerable<string> Arguments => Header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Where(a => !a.StartsWith('-') && !a.EndsWith(".go", StringComparison.Ordinal));

    /// <summary>All programs with a header "run" or "rundir", by name.</summary>
    public static IEnumerable<GoTestProgram> All(string goRoot)
    {
        var root = Path.Combine(goRoot, "test");
        foreach (var path in Directory.EnumerateFiles(root, "*.go", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(root, path)[..^".go".Length].Replace('\\', '/');
            if (name.Split('/').Any(part => part.EndsWith(Folder, StringComparison.Ordinal)))
            {
                continue;
            }

            var text = File.ReadAllText(path);
            var header = HeaderOf(text);
            switch (header.Split(' ')[0])
            {
                case "run":
                    yield return new GoTestProgram(name, header, ImmutableSortedDictionary<string, string>.Empty.Add("main.go", text));
                    break;
                case "rundir" when Directory.Exists(Path.ChangeExtension(path, Folder)):
                    yield return new GoTestProgram(name, header, FilesOf(Path.ChangeExtension(path, Folder)));
                    break;
            }
        }
    }

    private static string HeaderOf(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                var comment = line[2..].Trim();
                if (comment.Length > 0 && !comment.StartsWith("go:build", StringComparison.Ordinal)
                    && !comment.StartsWith("+build", StringComparison.Ordinal))
                {
                    return comment;
                }
            }
            else if (line.Trim().Length > 0)
            {
                break;
            }
        }

        return "";
    }

    // A package for each package clause; they are imported as "./name", which a module does not know.
    private static ImmutableSortedDictionary<string, string> FilesOf(string folder)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(path);
            var name = Path.GetFileName(path);
            var clause = text.Split('\n').FirstOrDefault(l => l.StartsWith("package ", StringComparison.Ordinal)) ?? "package main";
            var package = clause["package ".Length..].Split(' ', ';', '/', '\r')[0];
            var place = package == "main" || !name.EndsWith(".go", StringComparison.Ordinal) ? name : $"{package}/{name}";
            files[place] = text.Replace("\"./", "\"test/", StringComparison.Ordinal).Replace("\"../", "\"test/", StringComparison.Ordinal);
        }

        return files.ToImmutable();
    }
}
