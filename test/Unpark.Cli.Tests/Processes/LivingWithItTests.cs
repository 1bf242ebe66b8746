using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>Suppressions, reports to files, baselines and revisions, with real processes and files.</summary>
public sealed class LivingWithItTests : IDisposable
{
    private const string Leak = "package m\n\nimport \"sync\"\n\nfunc F(mu *sync.Mutex, b bool) {\n\tmu.Lock()\n\tif b {\n"
        + "\t\treturn\n\t}\n\tmu.Unlock()\n}\n";

    private const string Sound = "package m\n\nimport \"sync\"\n\nfunc F(mu *sync.Mutex, b bool) {\n\tmu.Lock()\n\tif b {\n"
        + "\t\tmu.Unlock()\n\t\treturn\n\t}\n\tmu.Unlock()\n}\n";

    private static readonly Dictionary<string, string?> GitUser = new()
    {
        ["GIT_AUTHOR_NAME"] = "a",
        ["GIT_AUTHOR_EMAIL"] = "a@example.com",
        ["GIT_COMMITTER_NAME"] = "a",
        ["GIT_COMMITTER_EMAIL"] = "a@example.com",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
    };

    private readonly TemporaryFolder folder = new();

    public LivingWithItTests() => folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_suppressed_finding_is_counted_and_an_unused_comment_noted()
    {
        folder.Write("a.go", Leak.Replace("mu.Lock()", "mu.Lock() //nolint:UP601 // handed over", StringComparison.Ordinal));
        folder.Write("b.go", "package m\n\nvar x = 1 //nolint:UP601\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal((0, "b.go:3:11: note: //nolint suppresses nothing: Unpark does not report UP601 here\n"
            + "no findings in 1 package (1 suppressed)\n"), (result.ExitCode, result.Output));
        Assert.Equal(1, UnparkProcess.Run(folder.Path, "check", "--unused-suppressions=error").ExitCode);
        Assert.Equal("no findings in 1 package (1 suppressed)\n", UnparkProcess.Run(folder.Path, "check", "--unused-suppressions=off").Output);
        Assert.Contains("nothing to fix", UnparkProcess.Run(folder.Path, "fix").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_reports_go_to_files_and_name_files_from_the_root_of_the_repository()
    {
        folder.Write("sub/a.go", Leak);
        var result = UnparkProcess.Run(folder.Path, "check", "-C", "sub", "--format", "sarif=out.sarif", "--format", "text",
            "--format=junit=junit.xml", "--format", "github=/dev/stderr");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a.go:6:2: UP601", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("::error file=sub/a.go,line=6,", result.Error, StringComparison.Ordinal);
        var location = JsonDocument.Parse(folder.Read("sub/out.sarif")).RootElement.GetProperty("runs")[0].GetProperty("results")[0]
            .GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");
        Assert.Equal("sub/a.go", location.GetProperty("uri").GetString());
        Assert.Contains("classname=\"sub/a.go\"", folder.Read("sub/junit.xml"), StringComparison.Ordinal);
        var first = folder.Read("sub/out.sarif");
        UnparkProcess.Run(folder.Path, "check", "-C", "sub", "--format", "sarif=out.sarif", "-p", "1");
        Assert.Equal(first, folder.Read("sub/out.sarif"));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder.Path, "sub")).Length);
    }

    [Theory]
    [InlineData("nowhere/out.sarif", "could not write nowhere/out.sarif: there is no folder")]
    [InlineData("sub", "could not write sub: it is a folder")]
    [InlineData("/dev/full", "could not write /dev/full: No space left on device")]
    public void A_report_that_cannot_be_written_is_an_error_and_the_others_are_there(string path, string message)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        folder.Write("sub/a.go", Leak);
        var result = UnparkProcess.Run(folder.Path, "check", "--format", $"sarif={path}", "--format=text");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("sub/a.go:6:2: UP601", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_keeps_back_what_it_has_though_lines_move()
    {
        folder.Write("a.go", Leak);
        var written = UnparkProcess.Run(folder.Path, "check", "--baseline", "known.json", "--write-baseline");
        Assert.Equal((0, "1 finding written to known.json\n"), (written.ExitCode, written.Output));
        folder.Write("a.go", Leak.Replace("func F", "// F does it.\nvar x = 1\n\nfunc F", StringComparison.Ordinal));
        folder.Write("unpark.toml", "baseline = \"known.json\"\n");
        var known = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal((0, "no findings in 1 package (1 in the baseline)\n"), (known.ExitCode, known.Output));
        folder.Write("b.go", Leak.Replace("F(", "G(", StringComparison.Ordinal));
        var more = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(1, more.ExitCode);
        Assert.Contains("1 finding in 1 package", more.Output, StringComparison.Ordinal);
        Assert.Contains("b.go:6:2", more.Output, StringComparison.Ordinal);
        Assert.Contains("2 findings in", UnparkProcess.Run(folder.Path, "check", "--baseline=none").Output, StringComparison.Ordinal);
        folder.Write("known.json", "{\"version\": 1,\n\"findings\": [");
        var broken = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("known.json:2: the baseline is damaged", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void New_from_shows_what_a_change_brought_in()
    {
        folder.Write("old.go", Leak);
        folder.Write("a.go", Sound.Replace("F(", "G(", StringComparison.Ordinal));
        folder.Write("c.go", Sound.Replace("F(", "H(", StringComparison.Ordinal));
        Git("init", "-q", "-b", "main");
        Git("add", ".");
        Git("-c", "commit.gpgsign=false", "commit", "-qm", "one");
        Assert.Equal("no findings in 1 package (1 not new)\n", UnparkProcess.Run(folder.Path, "check", "--new-from", "HEAD").Output);

        // A line taken away brings one in, and so do a new file and a new line; an old finding that moves is none.
        folder.Write("a.go", folder.Read("a.go").Replace("\t\tmu.Unlock()\n", "", StringComparison.Ordinal));
        folder.Write("c.go", folder.Read("c.go").Replace("\tmu.Unlock()\n}", "\tif !b {\n\t\treturn\n\t}\n\tmu.Unlock()\n}", StringComparison.Ordinal));
        folder.Write("old.go", folder.Read("old.go").Replace("func F", "// F moves.\nfunc F", StringComparison.Ordinal));
        folder.Write("sub/new.go", Leak);
        var changed = UnparkProcess.Run(folder.Path, "check", "--new-from=HEAD");
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("3 findings in 2 packages", changed.Output, StringComparison.Ordinal);
        Assert.Contains("(1 not new)", changed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("old.go", changed.Output, StringComparison.Ordinal);

        Git("add", ".");
        Git("-c", "commit.gpgsign=false", "commit", "-qm", "two");
        Assert.Contains("3 findings", UnparkProcess.Run(folder.Path, "check", "--new-from", "HEAD~1").Output, StringComparison.Ordinal);
        Assert.Contains("3 findings", UnparkProcess.Run(Path.Combine(folder.Path, "sub"), "check", "-C", "..", "--new-from", "HEAD~...").Output,
            StringComparison.Ordinal);
        Assert.Contains("1 finding ", UnparkProcess.Run(Path.Combine(folder.Path, "sub"), "check", "--new-from", "HEAD~").Output,
            StringComparison.Ordinal);
        Assert.Equal(0, UnparkProcess.Run(folder.Path, "check", "--new-from", "HEAD").ExitCode);
    }

    [Fact]
    public void Without_git_or_the_revision_it_says_so()
    {
        folder.Write("a.go", Leak);
        var outside = UnparkProcess.Run(folder.Path, "check", "--new-from", "HEAD");
        Assert.Equal(2, outside.ExitCode);
        Assert.Contains("is in no git repository", outside.Error, StringComparison.Ordinal);
        Git("init", "-q");
        var unknown = UnparkProcess.Run(folder.Path, "check", "--new-from", "--output=x");
        Assert.Equal((2, "unpark: --new-from --output=x: git knows no revision --output=x; a shallow clone may lack it\n"),
            (unknown.ExitCode, unknown.Error));
        var without = UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["PATH"] = "/nonexistent" }, "check", "--new-from", "HEAD");
        Assert.Equal((2, "unpark: --new-from asks the git command what has changed, and there is none on PATH\n"),
            (without.ExitCode, without.Error));
    }

    [Fact]
    public void Excluded_paths_and_rules_that_are_off_are_silent()
    {
        folder.Write("a.go", Leak);
        folder.Write("gen/b.go", Leak);
        folder.Write("bad/c.go", "package c\n\nfunc (");
        folder.Write("unpark.toml", "exclude = [\"gen\", \"./bad\"]\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Contains("1 finding in 3 packages", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        folder.Write("unpark.toml", "[rules]\nmissing-unlock = \"off\"\n");
        Assert.Contains("no findings", UnparkProcess.Run(folder.Path, "check").Output, StringComparison.Ordinal);
    }

    private void Git(params string[] args)
    {
        var result = UnparkProcess.RunProgram("git", folder.Path, GitUser, args);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
