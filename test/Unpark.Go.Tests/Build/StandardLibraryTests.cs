using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

public sealed class StandardLibraryTests
{
    public static TheoryData<string, string, string> Platforms => new()
    {
        { "linux", "amd64", "std" },
        { "linux", "amd64", "cmd" },
        { "windows", "arm64", "std" },
        { "darwin", "arm64", "std" },
    };

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Files_equal_those_of_the_go_command(string os, string arch, string pattern)
    {
        using var tree = new TempTree();
        var environment = new Dictionary<string, string> { ["GOOS"] = os, ["GOARCH"] = arch };

        GoListAssert.Same(tree.Root, environment, pattern);
    }

    [Fact]
    public void The_folder_of_the_standard_library_is_a_module_of_its_own()
    {
        // GOROOT/src is a link in Debian's Go; the go command names the folder it runs in by what the link leads to.
        var source = new DirectoryInfo(Path.Combine(GoToolchain.Root, "src"));
        var folder = source.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? source.FullName;

        GoListAssert.Same(folder, new Dictionary<string, string>(), "./net/...", "./vendor/...", "fmt");
        GoListAssert.Same(Path.Combine(folder, "cmd"), new Dictionary<string, string>(), "./go/...");
    }
}
