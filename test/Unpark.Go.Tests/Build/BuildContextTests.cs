using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

public sealed class BuildContextTests
{
    public static TheoryData<string, string> Settings => new()
    {
        { "linux/amd64", "" },
        { "linux/amd64", "GOAMD64=v3" },
        { "linux/arm64", "GOARM64=v8.2" },
        { "linux/arm64", "GOARM64=v9.1" },
        { "linux/arm", "GOARM=6" },
        { "linux/386", "GO386=softfloat" },
        { "linux/mips64le", "GOMIPS64=softfloat" },
        { "linux/ppc64le", "GOPPC64=power9" },
        { "linux/riscv64", "GORISCV64=rva23u64" },
        { "js/wasm", "" },
        { "darwin/arm64", "" },
        { "linux/amd64", "GOEXPERIMENT=nojsonv2,boringcrypto" },
        { "linux/amd64", "GOFLAGS=-trimpath '-tags=a,b' -mod=mod" },
        { "windows/amd64", "CGO_ENABLED=1" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Tags_are_those_of_the_go_command(string platform, string setting)
    {
        using var tree = new TempTree();
        var environment = new Dictionary<string, string>
        {
            ["GOOS"] = platform.Split('/')[0],
            ["GOARCH"] = platform.Split('/')[1],
        };
        if (setting.Length > 0)
        {
            environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        }

        const string Format =
            "{{context.CgoEnabled}} {{context.BuildTags}} {{context.ReleaseTags}} {{context.ToolTags}}";
        var theirs = GoList.RunGo(tree.Root, environment, ["list", "-f", Format, "unsafe"]).Trim().Split(']');

        var ours = BuildContext.Create(GoList.Options(tree.Root, environment), new DiskFiles());
        Assert.Equal(theirs[0].Split('[')[0].Trim(), ours.CgoEnabled ? "true" : "false");
        Assert.Equal(Tags(theirs[0]), ours.BuildTags.Order(StringComparer.Ordinal));
        Assert.Equal(Tags(theirs[1]).Length, ours.GoMinor);
        Assert.Equal(Tags(theirs[2]), ours.ToolTags.Order(StringComparer.Ordinal));
        Assert.All(Tags(theirs[2]), tag => Assert.True(ours.MatchTag(tag)));

        static string[] Tags(string list) =>
            [.. list[(list.IndexOf('[', StringComparison.Ordinal) + 1)..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void The_Go_tree_is_found_through_links_from_the_command_on_PATH()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var tree = GoTree();
        Directory.CreateDirectory(tree.PathOf("bin"));
        Directory.CreateSymbolicLink(tree.PathOf("lib/go"), "go-1.99");
        File.CreateSymbolicLink(tree.PathOf("bin/go"), "../lib/go/bin/go");

        var context = Create(tree, ("PATH", "/nowhere" + Path.PathSeparator + tree.PathOf("bin")));

        Assert.Equal(tree.PathOf("lib/go-1.99"), context.GoRoot);
        Assert.Equal("go1.99.1", context.GoVersion);
        Assert.Equal(99, context.GoMinor);
        Assert.True(context.MatchTag("go1.99"));
        Assert.False(context.MatchTag("go1.100"));
    }

    [Fact]
    public void Settings_come_from_the_environment_then_the_users_file_then_the_Go_tree()
    {
        using var tree = GoTree();
        tree.Write("user.env", "# comment\nGOARCH=arm64\nGOFLAGS=-tags=fromuser\nGOPATH=relative\n");
        tree.Write("lib/go-1.99/go.env", "GOOS=plan9\nGOARCH=386\nGOMODCACHE=/cache\n");

        var context = Create(
            tree, ("GOROOT", tree.PathOf("lib/go-1.99")), ("GOENV", tree.PathOf("user.env")), ("GOOS", "linux"));

        Assert.Equal("linux", context.GoOS);
        Assert.Equal("arm64", context.GoArch);
        Assert.Equal(["fromuser"], context.BuildTags);
        Assert.Empty(context.GoPath);
        Assert.Equal(Path.GetFullPath("/cache"), context.ModuleCache);
    }

    [Fact]
    public void In_the_source_of_Go_its_own_tree_is_meant()
    {
        using var tree = GoTree();
        tree.Write("lib/go-1.99/src/go.mod", "module std\n\ngo 1.99\n");
        var environment = new Dictionary<string, string> { ["PATH"] = "/nowhere" };

        var context = BuildContext.Create(
            new BuildOptions { Dir = tree.PathOf("lib/go-1.99/src/runtime"), Environment = environment }, new DiskFiles());

        Assert.Equal(tree.PathOf("lib/go-1.99"), context.GoRoot);
    }

    [Fact]
    public void Without_a_Go_tree_the_embedded_declarations_stand_in()
    {
        using var tree = new TempTree();

        Assert.True(Create(tree, ("GOROOT", tree.PathOf("nowhere"))).UsesApiSnapshot);
    }

    [Theory]
    [InlineData("a.go", true)]
    [InlineData("linux.go", true)]
    [InlineData("a_linux.go", true)]
    [InlineData("a_windows.go", false)]
    [InlineData("a_amd64.go", true)]
    [InlineData("a_linux_amd64_test.go", true)]
    [InlineData("a_linux_arm64.go", false)]
    [InlineData("a_windows_amd64.go", false)]
    [InlineData("a_unix.go", true)]
    [InlineData("a_linux_x.go", true)]
    [InlineData("a_windows.x.go", false)]
    [InlineData("_linux.go", true)]
    [InlineData("a_test.go", true)]
    [InlineData("test_windows_test.go", false)]
    public void File_names_decide(string name, bool matches)
    {
        var context = BuildContext.Create(
            new BuildOptions { GoOS = "linux", GoArch = "amd64", GoRoot = "" }, new DiskFiles());

        Assert.Equal(matches, context.MatchFileName(name));
    }

    private static TempTree GoTree() => new TempTree().Write("""
        -- lib/go-1.99/VERSION --
        go1.99.1
        time 2030-01-01T00:00:00Z
        -- lib/go-1.99/bin/go --
        -- lib/go-1.99/src/runtime/runtime.go --
        package runtime
        """);

    private static BuildContext Create(TempTree tree, params (string Name, string Value)[] variables) =>
        BuildContext.Create(
            new BuildOptions
            {
                Dir = tree.Root,
                Environment = new Dictionary<string, string>
                {
                    ["GOENV"] = "off",
                    ["HOME"] = tree.Root,
                }.Concat(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)))
                    .GroupBy(v => v.Key).ToDictionary(group => group.Key, group => group.Last().Value),
            },
            new DiskFiles());
}
