using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>
/// The files that an overlay of the go command (<c>-overlay</c>) puts in the place of others, so that test executables report
/// the goroutines that tests leave behind. Nothing beside the user's sources is written.
/// </summary>
/// <param name="Path">The file to name with <c>-overlay</c>.</param>
/// <param name="Warnings">What will not work as well as it could with this version of Go.</param>
public sealed record TestOverlay(string Path, ImmutableArray<string> Warnings)
{
    private static readonly TimeSpan Unused = TimeSpan.FromDays(14);

    /// <summary>The user's own files that are replaced, by the paths of what replaces them.</summary>
    public ImmutableDictionary<string, string> Woven { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Makes the overlay for a Go installation, or finds it where it was made before.</summary>
    /// <param name="go">The installation.</param>
    /// <param name="folder">Where overlays are kept; must be outside of the sources.</param>
    /// <param name="given">The user's own overlay file, which is kept in force; or null.</param>
    /// <param name="perturbed">The files whose operations are to be delayed now and then; null if none are.</param>
    /// <exception cref="GoTestException">The installation has no package testing, or files cannot be written or read.</exception>
    public static TestOverlay Create(GoEnvironment go, string folder, string? given = null, OwnSources? perturbed = null)
    {
        ArgumentNullException.ThrowIfNull(go);
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var replaced = given is null ? [] : ReadReplacements(given);
            var testing = System.IO.Path.Combine(go.GoRoot, "src", "testing");
            var testdeps = System.IO.Path.Combine(testing, "internal", "testdeps");
            if (!Directory.Exists(testdeps))
            {
                throw new GoTestException($"{go.GoRoot} has no source of the package testing (src/testing): it comes with Go, on Debian in golang-src");
            }

            SourceFile Read(string path) => new(path, File.ReadAllBytes(replaced.GetValueOrDefault(path, path)));
            var patch = TestingPatch.Of(SourcesIn(testing).Select(Read), Resource("testing.go"));
            var files = new SortedDictionary<string, byte[]>(patch.Files, StringComparer.Ordinal);
            var deps = SyntaxTree.Parse(Read(SourcesIn(testdeps).First()));
            var report = new SourceInsertions(deps);
            report.Append(Resource("testdeps.go"));
            if (!patch.IsComplete && !BeginAndEndOfAll(deps, report))
            {
                throw new GoTestException($"{go.Version}: neither the package testing nor its testdeps is as it is known: {string.Join(", ", patch.Missing)}");
            }

            if (perturbed is not null)
            {
                report.Append(Resource("perturb.go"));
                foreach (var (path, content) in Perturb(go, perturbed, Read))
                {
                    files.Add(path, content);
                }
            }

            files.Add(deps.File.Path, report.Apply());
            var list = Write(files, replaced, folder);
            var own = perturbed is null ? [] : perturbed.Packages.SelectMany(p => p.Value).ToHashSet(StringComparer.Ordinal);
            return new TestOverlay(list, WarningsOf(patch, go))
            {
                Woven = files.Keys.Select((path, number) => (Path: path, Backing: BackingOf(list, number, path))).Where(f => own.Contains(f.Path))
                    .ToImmutableDictionary(f => f.Backing, f => f.Path, StringComparer.Ordinal),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoTestException($"the files for the leak check could not be made: {e.Message}", e);
        }
    }

    // Package testing calls this before the first test and behind the last one, in every version since Go 1.16.
    private static bool BeginAndEndOfAll(SyntaxTree deps, SourceInsertions insertions)
    {
        if (deps.Root.Decls.OfType<FuncDecl>().FirstOrDefault(f => f.Name.Name == "SetPanicOnExit0") is not
            { Body: { } body, Type.Params.List: [{ Names: [var begins, ..] }] })
        {
            return false;
        }

        insertions.Insert(body.Lbrace + 1, $" unparkAll({begins.Name});");
        return true;
    }

    // The noise function is put where packages of any module can import it: into a package of the standard library. It must
    // be one that none other imports, since they would be built anew, and one that is there, since go vet looks.
    private static IEnumerable<(string Path, byte[] Content)> Perturb(GoEnvironment go, OwnSources sources, Func<string, SourceFile> read)
    {
        var host = SyntaxTree.Parse(read(System.IO.Path.Combine(go.GoRoot, "src", "container", "ring", "ring.go")));
        var noise = new SourceInsertions(host);
        noise.Append(Resource("ring.go"));
        yield return (host.File.Path, noise.Apply());
        foreach (var (package, files) in sources.Packages)
        {
            var trees = files.Select(f => SyntaxTree.Parse(read(f))).Where(t => !NoiseWeaver.Skips(t)).ToArray();
            var started = trees.SelectMany(NoiseWeaver.Started).ToHashSet(StringComparer.Ordinal);
            foreach (var tree in trees)
            {
                var path = $"{package}/{System.IO.Path.GetFileName(tree.File.Path)}";
                if (NoiseWeaver.Weave(path, tree, started, "container/ring") is { } woven)
                {
                    yield return (tree.File.Path, woven);
                }
            }
        }
    }

    private static ImmutableArray<string> WarningsOf(TestingPatch patch, GoEnvironment go) => patch.Missing.IsEmpty ? [] :
    [
        $"{go.Version}: the package testing has no {string.Join(" and no ", patch.Missing)} as it is known"
            + (patch.IsComplete ? "" : ": leaks are told by package and not by test"),
    ];

    // The name of the folder is the hash of all that is in it: what is there need not be written again, and the go
    // command, which keeps results by content and path, finds what it has built before.
    internal static string Write(SortedDictionary<string, byte[]> files, Dictionary<string, string> others, string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        foreach (var (path, by) in others.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{by}\n"));
        }

        var name = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        var home = System.IO.Path.Combine(folder, name);
        var list = System.IO.Path.Combine(home, "overlay.json");
        if (File.Exists(list))
        {
            Directory.SetLastWriteTimeUtc(home, DateTime.UtcNow);
            return list;
        }

        Directory.CreateDirectory(folder);
        RemoveUnused(folder);
        var draft = System.IO.Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        try
        {
            var number = 0;
            var replace = new SortedDictionary<string, string>(others, StringComparer.Ordinal);
            foreach (var (path, content) in files)
            {
                var backing = BackingOf(list, number++, path);
                File.WriteAllBytes(System.IO.Path.Combine(draft, System.IO.Path.GetFileName(backing)), content);
                replace[path] = backing;
            }

            File.WriteAllBytes(System.IO.Path.Combine(draft, "overlay.json"), Json(replace));
            Publish(draft, home);
            return list;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, true);
            }
        }
    }

    // The path of what replaces the file that is the number-th in the order of the paths.
    private static string BackingOf(string list, int number, string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(list)!, string.Create(CultureInfo.InvariantCulture, $"{number}-{System.IO.Path.GetFileName(path)}"));

    // Overlays are small, but there is another one for each change of the files that are in them.
    private static void RemoveUnused(string folder)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null && DateTime.UtcNow - d.LastWriteTimeUtc > Unused))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run removes it too.
            }
        }
    }

    private static void Publish(string draft, string home)
    {
        try
        {
            Directory.Move(draft, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            // Another run was quicker, with the same content.
        }
    }

    private static byte[] Json(SortedDictionary<string, string> replace)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("Replace");
            foreach (var (path, by) in replace)
            {
                json.WriteString(path, by);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static Dictionary<string, string> ReadReplacements(string path)
    {
        var replaced = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.TryGetProperty("Replace", out var replace))
            {
                foreach (var entry in replace.EnumerateObject())
                {
                    replaced[entry.Name] = entry.Value.GetString() ?? "";
                }
            }

            return replaced;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new GoTestException($"-overlay {path}: {e.Message}", e);
        }
    }

    private static IEnumerable<string> SourcesIn(string package) => Directory.EnumerateFiles(package, "*.go")
        .Where(f => !f.EndsWith("_test.go", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal static SyntaxTree Resource(string name)
    {
        using var stream = typeof(TestOverlay).Assembly.GetManifestResourceStream(name + ".txt")
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return SyntaxTree.Parse(new SourceFile(name, content));
    }
}
