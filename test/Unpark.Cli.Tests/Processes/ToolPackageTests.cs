using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

public sealed class ToolPackageTests
{
    [Fact]
    public void The_packed_tool_installs_and_runs()
    {
        var packages = Repository.File("artifacts", "packages");
        Assert.SkipUnless(Directory.Exists(packages), "the tool is not packed; eng/pack does it");
        using var folder = new TemporaryFolder();
        // An empty configuration: neither the user's sources nor the user's package folder take part.
        folder.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        var environment = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = Path.Combine(folder.Path, "packages") };
        var installed = UnparkProcess.RunProgram("dotnet", folder.Path, environment, "tool", "install", "unpark",
            "--tool-path", "tools", "--source", packages);
        Assert.True(installed.ExitCode == 0, installed.Output + installed.Error);

        var tool = Path.Combine(folder.Path, "tools", "unpark");
        Assert.StartsWith("unpark ", UnparkProcess.RunProgram(tool, folder.Path, environment, "--version").Output,
            StringComparison.Ordinal);
        folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");
        folder.Write("a.go", "package m\n\nimport \"sync\"\n\nfunc F(mu *sync.Mutex, b bool) {\n\tmu.Lock()\n\tif b {\n"
            + "\t\treturn\n\t}\n\tmu.Unlock()\n}\n");
        var checkedFolder = UnparkProcess.RunProgram(tool, folder.Path, environment, "check", "./...");
        Assert.Contains("a.go:6:2: UP601 missing-unlock:", checkedFolder.Output, StringComparison.Ordinal);
        Assert.Equal(1, checkedFolder.ExitCode);
    }
}
