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

        Assert.Contains("leaks are told by package and not by test", Assert.Single(overlay.Warnings), StringComparison.Ordinal);
        Assert.Equal(["m ?: TestLeak.func1 proved"], GoModule.Left(result));
    }
}
