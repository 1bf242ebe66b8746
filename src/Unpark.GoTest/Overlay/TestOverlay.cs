using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>
/// The files that an overlay of the go command (<c>-overlay</c>) puts in the place of others, so that test executables report
/// the goroutines that tests leave behind. Nothing beside the user's sources is written.
/// </summary>
/// <param name="Path">The file to name with <c>-overlay</c>.</param>
/// <param name="Warnings">What will not work as well as it could with this version of Go.</param>
public sealed record TestOverlay(string Path, ImmutableArray<string> Warnings)
{
    /// <summary>The user's own files that are replaced, by the paths of what replaces them.</summary>
    public ImmutableDictionary<string, string> Woven { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Makes the overlay for a Go installation, or finds it where it was made before.</summary>
    /// <param name="go">The installation.</param>
    /// <param name="folder">Where overlays are kept; must be outside of the sources.</param>
    /// <param name="given">The user's own overlay, which is kept in force; null if there is none.</param>
    /// <param name="perturbed">The files whose operations are to be delayed now and then; null if none are.</param>
    /// <exception cref="GoTestException">The installation has no package testing, or files cannot be written or read.</exception>
    public static TestOverlay Create(GoEnvironment go, string folder, GivenOverlay? given = null, OwnSources? perturbed = null)
    {
        ArgumentNullException.ThrowIfNull(go);
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            given ??= GivenOverlay.None;
            var testing = System.IO.Path.Combine(go.GoRoot, "src", "testing");
            var testdeps = System.IO.Path.Combine(testing, "internal", "testdeps");
            if (!Directory.Exists(testdeps))
            {
                throw new GoTestException($"{go.GoRoot} has no source of the package testing (src/testing): it comes with Go, on Debian in golang-src");
            }

            var known = ReferenceEquals(given, GivenOverlay.None) && perturbed is null ? new KnownOverlays(go, [testing, testdeps], folder) : null;
            if (known?.Find() is { } found)
            {
                return new TestOverlay(found.List, [.. found.Warnings]);
            }

            SourceFile Read(string path) => new(path, File.ReadAllBytes(given.Of(path) ?? path));
            var patch = TestingPatch.Of(SourcesIn(testing).Where(f => given.Of(f) is not null).Select(Read), Resource("testing.go"));
            var files = new SortedDictionary<string, byte[]>(patch.Files, StringComparer.Ordinal);
            var deps = SyntaxTree.Parse(Read(SourcesIn(testdeps).First()));
            var report = new SourceInsertions(deps);
            report.Append(Resource("testdeps.go"));
            report.Append(Resource("kinds.go"));
            report.Append(SyntaxTree.Parse(new SourceFile("known.go", Encoding.UTF8.GetBytes(
                $"package testdeps\n\nconst unparkKnown = `{KindList.Of(SignatureSet.Known.All)}`\n"))));
            if (!patch.IsComplete && !BeginAndEndOfAll(deps, report))
            {
                throw new GoTestException($"{go.Version}: neither the package testing nor its testdeps is as it is known: {string.Join(", ", patch.Missing)}");
            }

            if (perturbed is not null)
            {
                report.Append(Resource("perturb.go"));
                foreach (var (path, content) in PerturbedFiles.Of(go, perturbed, Read))
                {
                    files.Add(path, content);
                }
            }

            files.Add(deps.File.Path, report.Apply());
            var list = OverlayFolder.Write(files, given.Without(files.Keys), folder);
            var own = perturbed is null ? [] : perturbed.Packages.SelectMany(p => p.Value).ToHashSet(StringComparer.Ordinal);
            var warnings = WarningsOf(patch, go);
            known?.Keep(list, warnings);
            return new TestOverlay(list, warnings)
            {
                Woven = files.Keys.Select((path, number) => (Path: path, Backing: OverlayFolder.BackingOf(list, number, path))).Where(f => own.Contains(f.Path))
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

    private static ImmutableArray<string> WarningsOf(TestingPatch patch, GoEnvironment go) => patch.Missing.IsEmpty ? [] :
    [
        $"{go.Version}: the package testing has no {string.Join(" and no ", patch.Missing)} as it is known"
            + (patch.IsComplete ? "" : ": leaks are told by package, and by test only where the function that blocks is written in one"),
    ];

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
