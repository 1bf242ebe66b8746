using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Build;

/// <summary>The embedded declarations of the standard library, held against the Go tree they were made from.</summary>
public sealed class ApiSnapshotTests
{
    private static readonly Dictionary<string, string> NoGo = new() { ["GOENV"] = "off", ["PATH"] = "" };

    public static TheoryData<string, string> Platforms => new()
    {
        { "linux", "amd64" },
        { "windows", "arm64" },
        { "js", "wasm" },
    };

    [Fact]
    public void Making_it_again_gives_the_same()
    {
        SkipForAnotherGo();

        var made = ApiSnapshot.Create(GoToolchain.Root, TestContext.Current.CancellationToken);

        var embedded = ApiSnapshot.Unpack(Embedded()).ToDictionary(file => file.Path, file => Text(file.Bytes));
        var again = ApiSnapshot.Unpack(made).ToDictionary(file => file.Path, file => Text(file.Bytes));
        Assert.Empty(embedded.Keys.Except(again.Keys));
        Assert.Empty(again.Keys.Except(embedded.Keys));
        Assert.All(embedded, file => Assert.Equal(file.Value, again[file.Key]));
        Assert.Equal(Embedded(), made);
    }

    [Fact]
    public void It_is_small() => Assert.InRange(Embedded().Length, 1, 1_500_000);

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Its_exported_declarations_have_the_types_and_values_of_the_source(string os, string arch)
    {
        SkipForAnotherGo();
        var build = new BuildOptions { Dir = Path.GetTempPath(), GoOS = os, GoArch = arch, Environment = NoGo };
        var source = GoProgram.Load(
            new LoadOptions { Patterns = ["std"], Build = build with { GoRoot = GoToolchain.Root } },
            TestContext.Current.CancellationToken);
        var snapshot = GoProgram.Load(
            new LoadOptions { Patterns = ["errors"], Build = build with { GoRoot = "" } },
            TestContext.Current.CancellationToken);
        var names = 0;
        foreach (var files in source.Matched)
        {
            if (("/" + files.ImportPath + "/").Contains("/internal/", StringComparison.Ordinal)
                || files.ImportPath.StartsWith("vendor/", StringComparison.Ordinal)
                || source.Find(files.ImportPath) is not { } theirs)
            {
                continue;
            }

            var ours = snapshot.Find(files.ImportPath);
            Assert.True(ours != null, files.ImportPath + " is missing");
            Assert.Empty(ours.TypeCheck(TestContext.Current.CancellationToken).Diagnostics);
            foreach (var name in theirs.Typed.Package.Scope.Names())
            {
                if (char.IsUpper(name[0]))
                {
                    names++;
                    Assert.Equal(
                        Describe(theirs.Typed.Package.Scope.Lookup(name)!),
                        Describe(ours.Typed.Package.Scope.Lookup(name)!));
                }
            }
        }

        Assert.InRange(names, 5000, int.MaxValue);
    }

    [Fact]
    public void It_stands_in_where_there_is_no_Go_tree()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- m.go --
            package m

            import (
                "net/http"
                _ "time/tzdata"
            )

            func Get() (int, error) {
                response, err := http.DefaultClient.Get("x")
                if err != nil {
                    return 0, err
                }
                defer response.Body.Close()
                return response.StatusCode, nil
            }
            """);
        var program = GoProgram.Load(
            new LoadOptions { Dir = tree.Root, Build = new BuildOptions { GoRoot = "", Environment = NoGo } },
            TestContext.Current.CancellationToken);

        Assert.True(program.Context.UsesApiSnapshot);
        Assert.Equal(27, program.Context.GoMinor);
        Assert.Empty(program.Roots[0].TypeCheck(TestContext.Current.CancellationToken).Diagnostics);
        Assert.Empty(program.Errors);
        var changed = program.WithFile(
            tree.PathOf("m.go"), "package m\n\nimport \"os\"\n\nvar F *os.File\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        Assert.Empty(changed.Roots[0].TypeCheck(TestContext.Current.CancellationToken).Diagnostics);
        Assert.Equal("*os.File", changed.Roots[0].Typed.Package.Scope.Lookup("F")!.Type.ToString());
    }

    [Fact]
    public void Its_tool_tags_are_those_of_the_Go_tree()
    {
        SkipForAnotherGo();
        foreach (var arch in new[] { "amd64", "arm64", "386", "riscv64", "wasm" })
        {
            var build = new BuildOptions { GoOS = "linux", GoArch = arch, Environment = NoGo };
            Assert.Equal(
                BuildContext.Create(build with { GoRoot = GoToolchain.Root }, new DiskFiles()).ToolTags,
                BuildContext.Create(build with { GoRoot = "" }, new DiskFiles()).ToolTags);
        }
    }

    private static void SkipForAnotherGo()
    {
        var version = File.ReadLines(Path.Combine(GoToolchain.Root, "VERSION")).First();
        Assert.SkipWhen(
            version != ApiSnapshot.GoVersion, $"it was made from {ApiSnapshot.GoVersion}, and here is {version}");
    }

    // What go/types would print: with the types of fields and methods that another package can see.
    private static string Describe(GoObject obj)
    {
        var text = TypeWriter.ObjectString(obj, null);
        return obj switch
        {
            TypeName => $"{text} :: {TypeWriter.Write(obj.Type.Underlying, null)}",
            Const constant => $"{text} = {constant.Value}",
            _ => text,
        };
    }

    private static byte[] Embedded()
    {
        using var stream = typeof(ApiSnapshot).Assembly.GetManifestResourceStream("Unpark.Go.Build.std-api")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
