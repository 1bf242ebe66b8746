using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.GoTest.Tests.Support;

namespace Unpark.GoTest.Tests;

/// <summary>What becomes of a package testing that is not as it is known.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unpark-overlay-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void The_lines_of_package_testing_stay_where_they_are()
    {
        var overlay = TestOverlay.Create(GoEnvironment.Of(folder, GoToolchain.Command, TestContext.Current.CancellationToken), folder);

        Assert.Empty(overlay.Warnings);
        var before = File.ReadAllLines(Path.Combine(GoToolchain.Root, "src", "testing", "testing.go"));
        var after = File.ReadAllLines(Directory.EnumerateFiles(Path.GetDirectoryName(overlay.Path)!, "*-testing.go").Single());
        for (var i = 0; i < before.Length; i++)
        {
            Assert.True(IsWithin(before[i], after[i]), $"{i + 1}: {after[i]}");
        }

        // Nothing is taken away from a line.
        static bool IsWithin(string part, string whole)
        {
            var at = 0;
            return part.All(c => (at = whole.IndexOf(c, at) + 1) > 0);
        }
    }

    [Fact]
    public void What_was_not_used_for_weeks_goes_when_something_new_comes()
    {
        var old = Directory.CreateDirectory(Path.Combine(folder, "old"));
        File.WriteAllText(Path.Combine(old.FullName, "overlay.json"), "{}");
        Directory.SetLastWriteTimeUtc(old.FullName, DateTime.UtcNow.AddDays(-20));
        Directory.CreateDirectory(Path.Combine(folder, "recent"));
        TestOverlay.Create(GoEnvironment.Of(folder, GoToolchain.Command, TestContext.Current.CancellationToken), folder);

        Assert.False(Directory.Exists(old.FullName));
        Assert.True(Directory.Exists(Path.Combine(folder, "recent")));
    }

    [Fact]
    public void The_overlay_of_an_installation_is_known_again_until_a_file_changes()
    {
        var root = Path.Combine(folder, "go");
        Copy(Path.Combine(GoToolchain.Root, "src", "testing"), Path.Combine(root, "src", "testing"));
        Copy(Path.Combine(GoToolchain.Root, "src", "testing", "internal", "testdeps"), Path.Combine(root, "src", "testing", "internal", "testdeps"));
        var go = new GoEnvironment(root, "go1.99", "", "");
        var overlays = Path.Combine(folder, "overlays");
        var first = TestOverlay.Create(go, overlays);
        var notes = Directory.EnumerateFiles(overlays, "known-*").ToArray();
        // What has just been written may change once more within the same tick of the clock.
        Assert.True(notes.Length == 0, "a file that was written just now has no stamp to go by");

        Thread.Sleep(TimeSpan.FromSeconds(2.5));
        Assert.Equal(first.Path, TestOverlay.Create(go, overlays).Path);
        var note = Assert.Single(Directory.EnumerateFiles(overlays, "known-*"));
        var kept = File.GetLastWriteTimeUtc(note);
        Assert.Equal(first.Path, TestOverlay.Create(go, overlays).Path);
        Assert.Equal(kept, File.GetLastWriteTimeUtc(note));

        // The note is believed only while the overlay is there.
        Directory.Delete(Path.GetDirectoryName(first.Path)!, true);
        Assert.Equal(first.Path, TestOverlay.Create(go, overlays).Path);
        Assert.True(File.Exists(first.Path));

        File.AppendAllText(Path.Combine(root, "src", "testing", "match.go"), "\n// changed\nfunc unused() {}\n");
        File.AppendAllText(Path.Combine(root, "src", "testing", "testing.go"), "\n// changed\n");
        Assert.NotEqual(first.Path, TestOverlay.Create(go, overlays).Path);

        static void Copy(string from, string to)
        {
            Directory.CreateDirectory(to);
            foreach (var file in Directory.EnumerateFiles(from, "*.go"))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }
    }

    [Fact]
    public void The_standard_library_can_be_tested_in_its_own_folder()
    {
        // Without PWD the go command sees the folder as it is, and not by the links that lead to it.
        var go = GoEnvironment.Of(folder, GoToolchain.Command, TestContext.Current.CancellationToken);
        var pwd = Environment.GetEnvironmentVariable("PWD");
        Environment.SetEnvironmentVariable("PWD", null);
        try
        {
            using var output = new StringWriter();
            var result = new GoTestRun(new GoTestOptions
            {
                GoCommand = GoToolchain.Command,
                Arguments = GoTestArguments.Parse(["-vet=off", "errors"]),
                Folder = Path.Combine(GoToolchain.Root, "src"),
                Overlay = TestOverlay.Create(go, folder),
            }).Run(output, TextWriter.Null, TestContext.Current.CancellationToken);

            Assert.True(result.ExitCode == 0, output.ToString());
            Assert.True(result.Packages.Single().HasReport);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PWD", pwd);
        }
    }

    [Fact]
    public void All_files_that_are_made_can_be_parsed()
    {
        var overlay = TestOverlay.Create(GoEnvironment.Of(folder, GoToolchain.Command, TestContext.Current.CancellationToken), folder);

        Assert.All(Directory.EnumerateFiles(Path.GetDirectoryName(overlay.Path)!, "*.go"),
            f => Assert.Empty(SyntaxTree.Parse(new SourceFile(f, File.ReadAllBytes(f))).Diagnostics));
    }

    [Theory]
    [InlineData("func tRunner(", "func runsATest(")]
    [InlineData("func runTests(", "func runsTests(")]
    public void Without_the_places_leaks_are_told_by_package(string place, string instead)
    {
        // The user's own overlay is kept in force: here it stands for a Go of tomorrow.
        var testing = Path.Combine(GoToolchain.Root, "src", "testing");
        var replace = new List<string>();
        foreach (var path in Directory.EnumerateFiles(testing, "*.go"))
        {
            var text = File.ReadAllText(path);
            var name = place[5..];
            if (!path.EndsWith("_test.go", StringComparison.Ordinal) && text.Contains(name, StringComparison.Ordinal))
            {
                var changed = Path.Combine(folder, Path.GetFileName(path));
                File.WriteAllText(changed, text.Replace(place, instead, StringComparison.Ordinal).Replace(name, instead[5..], StringComparison.Ordinal));
                replace.Add($"\"{path}\": \"{changed}\"");
            }
        }

        var own = Path.Combine(folder, "overlay.json");
        File.WriteAllText(own, $"{{\"Replace\": {{{string.Join(", ", replace)}}}}}");
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import "testing"

            func TestLeak(t *testing.T) { go func() { select {} }() }
            func TestBlock(t *testing.T) { go block() }

            func block() { select {} }
            """);
        var go = GoEnvironment.Of(module.Folder, GoToolchain.Command, TestContext.Current.CancellationToken);
        var overlay = TestOverlay.Create(go, folder, GivenOverlay.Read(own, folder));
        var result = new GoTestRun(new GoTestOptions
        {
            GoCommand = GoToolchain.Command,
            Arguments = GoTestArguments.Parse(["./..."]),
            Folder = module.Folder,
            Overlay = overlay,
        }).Run(TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.Contains("leaks are told by package, and by test only where", Assert.Single(overlay.Warnings), StringComparison.Ordinal);
        Assert.Equal(["m ?: block proved", "m TestLeak: TestLeak.func1 proved"], GoModule.Left(result));
    }
}
