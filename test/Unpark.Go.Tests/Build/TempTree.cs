using System.IO.Compression;

namespace Unpark.Go.Tests.Build;

/// <summary>A folder of files for one test, deleted afterwards.</summary>
internal sealed class TempTree : IDisposable
{
    public TempTree()
    {
        // Where the temporary folder is a link, the go command prints what it leads to.
        var folder = Directory.CreateTempSubdirectory("unpark-").FullName;
        Root = folder;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Writes files from a text in which lines such as <c>-- a/b.go --</c> begin one.</summary>
    public TempTree Write(string archive)
    {
        foreach (var (name, content) in Split(archive))
        {
            Write(name, content);
        }

        return this;
    }

    /// <summary>Writes one file.</summary>
    public void Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>The absolute path of a file or folder.</summary>
    public string PathOf(string name) => Path.GetFullPath(Path.Combine(Root, name));

    /// <summary>
    /// Makes a module proxy in the folder <c>proxy</c>: files named <c>path@version/file</c> become modules.
    /// </summary>
    public TempTree WriteProxy(string archive)
    {
        foreach (var module in Split(archive).GroupBy(file => ModuleOf(file.Name)))
        {
            var at = module.Key.LastIndexOf('@');
            var (path, version) = (module.Key[..at], module.Key[(at + 1)..]);
            var folder = PathOf(Path.Combine("proxy", Escape(path), "@v"));
            Directory.CreateDirectory(folder);
            File.AppendAllText(Path.Combine(folder, "list"), version + "\n");
            File.WriteAllText(
                Path.Combine(folder, version + ".info"),
                $$"""{"Version":"{{version}}","Time":"2020-01-01T00:00:00Z"}""");
            File.WriteAllText(
                Path.Combine(folder, version + ".mod"),
                module.FirstOrDefault(file => file.Name == module.Key + "/go.mod").Content ?? $"module {path}\n");
            using var zip = ZipFile.Open(Path.Combine(folder, version + ".zip"), ZipArchiveMode.Create);
            foreach (var (name, content) in module)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return this;

        static string ModuleOf(string name) => name[..name.IndexOf('/', name.IndexOf('@', StringComparison.Ordinal))];

        static string Escape(string path) =>
            string.Concat(path.Select(c => char.IsAsciiLetterUpper(c) ? "!" + char.ToLowerInvariant(c) : c.ToString()));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static IEnumerable<(string Name, string Content)> Split(string archive)
    {
        var name = "";
        var lines = new List<string>();
        foreach (var line in archive.Split('\n'))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal) && line.EndsWith(" --", StringComparison.Ordinal))
            {
                if (name.Length > 0)
                {
                    yield return (name, string.Join('\n', lines) + "\n");
                }

                name = line[3..^3];
                lines.Clear();
            }
            else
            {
                lines.Add(line);
            }
        }

        if (name.Length > 0)
        {
            yield return (name, string.Join('\n', lines) + "\n");
        }
    }
}
