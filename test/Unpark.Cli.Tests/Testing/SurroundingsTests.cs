using System.Text.RegularExpressions;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Testing;

/// <summary>
/// <c>unpark test</c> where Go programs are kept and built in all their ways, with the newest Go and with the oldest: what it
/// prints is what the go command prints, and each leak is told with its test.
/// </summary>
public sealed partial class SurroundingsTests : IDisposable
{
    private const string Leak = "func Leak() {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n}\n";

    // Folders with a space in their path.
    private readonly TemporaryFolder temporary = new();
    private readonly string folder;

    public SurroundingsTests()
    {
        folder = Path.Combine(temporary.Path, "my project");
        Directory.CreateDirectory(folder);
    }

    public static TheoryData<string> Versions => ["1.27", "1.19"];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_module_with_a_vendor_folder(string version)
    {
        Module();
        Write("go.mod", "module example.com/shop\n\ngo 1.19\n\nrequire example.org/pool v1.0.0\n");
        Write("vendor/modules.txt", "# example.org/pool v1.0.0\n## explicit; go 1.19\nexample.org/pool\n");
        Write("vendor/example.org/pool/pool.go", "package pool\n\n" + Leak);
        Write("pool_test.go", "package shop\n\nimport (\n\t\"testing\"\n\n\t\"example.org/pool\"\n)\n\nfunc TestPool(t *testing.T) { pool.Leak() }\n");

        string[] leaks = ["TestPool (example.com/shop) pool.Leak.func1 pool.go:5", "TestShop (example.com/shop) shop.Leak.func1 shop.go:5"];
        Assert.Equal(leaks, Test(version, ["./..."]));
        Assert.Equal(leaks, Test(version, ["./..."], environment: [("GOFLAGS", "-mod=vendor -count=1")]));
        Assert.Equal(leaks, Test(version, ["./..."], ours: ["--perturb", "--seed=1"]));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_workspace_of_several_modules(string version)
    {
        Write("go.work", "go 1.19\n\nuse (\n\t./a\n\t./b\n)\n");
        Write("a/go.mod", "module example.com/a\n\ngo 1.19\n");
        Write("a/a.go", "package a\n\n" + Leak);
        Write("b/go.mod", "module example.com/b\n\ngo 1.19\n");
        Write("b/b_test.go", "package b\n\nimport (\n\t\"testing\"\n\n\t\"example.com/a\"\n)\n\nfunc TestB(t *testing.T) { a.Leak() }\n");

        string[] leaks = ["TestB (example.com/b) a.Leak.func1 a.go:5"];
        Assert.Equal(leaks, Test(version, ["./a/...", "./b/..."]));
        Assert.Equal(leaks, Test(version, ["."], within: "b"));
        Assert.Equal(leaks, Test(version, ["."], within: "b", ours: ["--perturb=2"]));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void GOPATH_mode(string version)
    {
        Write("src/shop/shop.go", "package shop\n\n" + Leak);
        Write("src/shop/shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestShop(t *testing.T) { t.Parallel(); Leak() }\n");
        (string, string?)[] mode = [("GO111MODULE", "off"), ("GOPATH", folder)];

        string[] leaks = ["TestShop (shop) shop.Leak.func1 shop.go:5"];
        Assert.Equal(leaks, Test(version, ["./..."], within: "src/shop", environment: mode));
        Assert.Equal(leaks, Test(version, ["shop"], environment: mode));
        Assert.Equal(leaks, Test(version, ["shop"], environment: mode, ours: ["--perturb"]));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Flags_of_the_environment(string version)
    {
        Module();
        // Go 1.19 takes no quotes there.
        var flags = version == "1.19" ? "-tags=extra" : "'-tags=extra' \"-ldflags=-X main.a=b -X main.c=d\"";
        Write("extra_test.go", "//go:build extra\n\npackage shop\n\nimport \"testing\"\n\nfunc TestExtra(t *testing.T) { Leak() }\n");

        Assert.Equal(["TestExtra (example.com/shop) shop.Leak.func1 shop.go:5", "TestShop (example.com/shop) shop.Leak.func1 shop.go:5"],
            Test(version, ["."], environment: [("GOFLAGS", flags)]));
    }

    [Theory]
    [InlineData("-overlay=overlay.json", "")]
    [InlineData(".", "'-overlay=overlay.json'")]
    [InlineData(".", "'-overlay=overlay.json'", "--perturb", "--seed=1")]
    public void An_overlay_of_the_users_own(string argument, string flags, params string[] ours)
    {
        Module();
        Write("shop.txt", "package shop\n\nfunc Leak() { go func() { select {} }() }\n");
        Write("new.txt", "package shop\n\nimport \"testing\"\n\nfunc TestNew(t *testing.T) { Leak() }\n");
        Write("overlay.json", $$"""{"Replace": {"{{Path.Combine(folder, "shop.go")}}": "shop.txt", "new_test.go": "{{Path.Combine(folder, "new.txt")}}", "shop_test.go": ""} }""");

        Assert.Equal(["TestNew (example.com/shop) shop.Leak.func1 shop.go:3"], Test("1.27", argument == "." ? ["."] : [argument, "."], environment: [("GOFLAGS", flags)], ours: ours));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_module_that_a_link_leads_to(string version)
    {
        Module();
        var link = Path.Combine(temporary.Path, "link");
        Directory.CreateSymbolicLink(link, folder);

        string[] leaks = ["TestShop (example.com/shop) shop.Leak.func1 shop.go:5"];
        Assert.Equal(leaks, Test(version, ["./..."], within: link));
        Assert.Equal(leaks, Test(version, ["./..."], within: link, environment: [("PWD", link)]));
        Assert.Equal(leaks, Test(version, ["./..."], within: link, environment: [("PWD", link)], ours: ["--perturb"]));
    }

    [Fact]
    public void A_source_tree_that_cannot_be_written()
    {
        Module();
        var before = Entries();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no modes");
        using var mode = System.Diagnostics.Process.Start("chmod", ["-R", "a-w", folder]);
        mode.WaitForExit();
        try
        {
            Assert.Equal(["TestShop (example.com/shop) shop.Leak.func1 shop.go:5"], Test("1.27", ["./..."]));
            Assert.Equal(["TestShop (example.com/shop) shop.Leak.func1 shop.go:5"], Test("1.27", ["./..."], ours: ["--perturb"]));
            Assert.Equal(before, Entries());
        }
        finally
        {
            using var back = System.Diagnostics.Process.Start("chmod", ["-R", "u+w", folder]);
            back.WaitForExit();
        }

        string[] Entries() => [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Flags_of_go_test(string version)
    {
        Module();
        Write("shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestShop(t *testing.T) { t.Parallel(); Leak() }\n\nfunc BenchmarkShop(b *testing.B) { Leak() }\n");
        const string Test1 = "TestShop (example.com/shop) shop.Leak.func1 shop.go:5";

        Assert.Equal([Test1], Test(version, ["-race", "-count=1", "-exec", "env SOME=thing", "-cpuprofile=cpu.out", "-outputdir", temporary.Path, "."]));
        Assert.Equal([Test1], Test(version, ["-failfast", "-p=2", "-parallel", "1", "-short", "-v", "-o", Path.Combine(temporary.Path, "kept.test"), "."]));
        Assert.Equal([Test1], Test(version, ["shop.go", "shop_test.go"]).Select(l => l.Replace("command-line-arguments", "example.com/shop", StringComparison.Ordinal)
            .Replace(") example.com/shop.", ") shop.", StringComparison.Ordinal)));
        Assert.Equal(["BenchmarkShop (example.com/shop) shop.Leak.func1 shop.go:5"], Test(version, ["-run=^$", "-bench=.", "-benchtime=1x", "."]));
        Assert.Equal([], Test(version, ["-run=Nothing", "./..."]));
        Assert.True(new FileInfo(Path.Combine(temporary.Path, "cpu.out")).Length > 0);

        var profile = Path.Combine(temporary.Path, "cover.out");
        Assert.Equal([Test1], Run(version, folder, [], "test", "--leaks=warn", "-coverpkg=./...", "-coverprofile", profile, "./...").Leaks);
        Assert.Contains("example.com/shop/shop.go:", File.ReadAllText(profile), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_only_built_is_what_the_go_command_builds(string version)
    {
        Module();
        Assert.SkipWhen(Root(version) is null, "there is no Go 1.19");
        var ours = Path.Combine(temporary.Path, "ours.test");
        var theirs = Path.Combine(temporary.Path, "theirs.test");
        Assert.Equal(0, Go(version, folder, [], "test", "-trimpath", "-c", "-o", theirs, ".").ExitCode);
        var run = Run(version, folder, [], "test", "-trimpath", "-c", "-o", ours, ".").Result;

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("-c only builds tests", run.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_tests_do(string version)
    {
        // The tests of a package each, and what is known of their leak then.
        (string Name, string Tests, bool IsTold)[] packages =
        [
            ("chdir", "func TestX(t *testing.T) { os.Chdir(\"/\"); leak() }", true),
            ("clearenv", "func TestX(t *testing.T) { os.Clearenv(); leak() }", true),
            ("closed", "func TestX(t *testing.T) { os.Stdout.Close(); leak() }", true),
            ("early", "func TestMain(m *testing.M) { os.Exit(0) }\nfunc TestX(t *testing.T) { leak() }", false),
            ("exit", "func TestX(t *testing.T) { leak(); os.Exit(0) }", false),
            ("line", "func TestX(t *testing.T) { os.Stdout.WriteString(\"here\"); leak() }", true),
            ("long", "func TestX(t *testing.T) { os.Stdout.Write(make([]byte, 1<<20)); leak() }", true),
            ("main", "func TestMain(m *testing.M) { m.Run(); os.Exit(0) }\nfunc TestX(t *testing.T) { leak() }", true),
            ("one", "func TestX(t *testing.T) { runtime.GOMAXPROCS(1); leak() }", true),
            ("panics", "func TestX(t *testing.T) { leak(); panic(1) }", false),
            ("panics2", "func TestX(t *testing.T) { leak(); go panic(1); time.Sleep(time.Minute) }", false),
            ("parse", "func TestX(t *testing.T) {", false),
            ("replaced", "func TestX(t *testing.T) { f, _ := os.OpenFile(os.DevNull, os.O_WRONLY, 0); syscall.Dup2(int(f.Fd()), 1); leak() }", true),
            ("types", "func TestX(t *testing.T) { leak(); undefined }", false),
            ("vet", "func TestX(t *testing.T) { leak(); t.Logf(\"%d\", \"x\") }", false),
        ];
        Module();
        foreach (var (name, tests, _) in packages)
        {
            Write($"{name}/x_test.go", $$"""
                package {{name}}

                import (
                	"os"
                	"runtime"
                	"syscall"
                	"testing"
                	"time"
                )

                var _ = []any{os.Exit, runtime.GC, syscall.Dup2, time.Sleep}

                func leak() { go func() { select {} }() }

                {{tests}}
                """);
        }

        Write("none/none.go", "package none\n");
        string[] expected = [.. packages.Where(p => p.IsTold).Select(p => $"TestX (example.com/shop/{p.Name}) {p.Name}.leak.func1 x_test.go:13")];

        Assert.Equal(["TestShop (example.com/shop) shop.Leak.func1 shop.go:5", .. expected], Test(version, ["./..."]));
        // Without packages output comes as it is made.
        Assert.Equal([expected[2]], Test(version, [], within: "closed"));
        Assert.Equal([expected[3]], Test(version, [], within: "line"));
    }

    [Fact]
    public void Many_packages()
    {
        const int Count = 60;
        Module();
        for (var i = 0; i < Count; i++)
        {
            Write($"p{i}/p_test.go", $"package p{i}\n\nimport \"testing\"\n\nfunc TestP(t *testing.T) {{ t.Parallel(); {(i % 20 == 0 ? "go func() { select {} }()" : "")} }}\n");
        }

        var (run, leaks) = Run("1.27", folder, [], "test", "-vet=off", "-p", "8", "./...");
        Assert.Equal(4, leaks.Length);
        Assert.Equal(Count + 1, run.Output.Split("ok  \t").Length - 1);
        Assert.EndsWith("4 goroutines leaked by 4 tests of 61 in 61 packages\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, Run("1.27", folder, [], "test", "-vet=off", "-p", "8", "./...").Leaks.Length);
    }

    private void Module()
    {
        Write("go.mod", "module example.com/shop\n\ngo 1.19\n");
        Write("shop.go", "package shop\n\n" + Leak);
        Write("shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestShop(t *testing.T) { t.Parallel(); Leak() }\n");
    }

    private void Write(string name, string text) => temporary.Write(Path.Combine("my project", name), text);

    // The leaks, when all else is what the go command does.
    private string[] Test(string version, string[] args, string within = "", (string, string?)[]? environment = null, string[]? ours = null)
    {
        Assert.SkipWhen(Root(version) is null, "there is no Go 1.19");
        var at = Path.Combine(folder, within);
        var plain = Go(version, at, environment ?? [], ["test", .. args]);
        var (run, leaks) = Run(version, at, environment ?? [], ["test", "--leaks=warn", "--src=none", .. ours ?? [], .. args]);
        var end = run.Output.IndexOf("\nleak: ", StringComparison.Ordinal);
        var all = run.Output + run.Error;

        // Go 1.19 does not tell when a package begins: what ends first is told first.
        Func<string, string> order = version == "1.19" ? text => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal)) : text => text;
        Assert.True(order(Normalize(plain.Output)) == order(Normalize(end < 0 ? run.Output : run.Output[..end])), all + plain.Output);
        Assert.True(Normalize(plain.Error) == Normalize(Messages().Replace(run.Error, "")), all + plain.Error);
        Assert.True(plain.ExitCode == run.ExitCode, all);
        return leaks;
    }

    private static (ProcessResult Result, string[] Leaks) Run(string version, string at, (string, string?)[] environment, params string[] args)
    {
        var run = UnparkProcess.Run(at, Environment(version, environment), args);
        return (run, [.. LeakLine().Matches(run.Output).Select(m => $"{m.Groups[1]} {m.Groups[2]}").Order(StringComparer.Ordinal)]);
    }

    private static ProcessResult Go(string version, string at, (string, string?)[] environment, params string[] args) =>
        UnparkProcess.RunProgram(Path.Combine(Root(version)!, "bin", "go"), at, Environment(version, environment), args);

    private static string? Root(string version) => version == "1.19" ? UnparkProcess.OldGoRoot : UnparkProcess.GoRoot;

    private static Dictionary<string, string?> Environment(string version, (string Name, string? Value)[] more)
    {
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = Path.Combine(Root(version)!, "bin") + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
            ["GOROOT"] = null,
            ["GOTOOLCHAIN"] = "local",
            ["GOFLAGS"] = "",
            ["GOPROXY"] = "off",
            ["PWD"] = null,
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static string Normalize(string text) => Different().Replace(text, "T");

    [GeneratedRegex(@"(?m)^leak: (\S+ \(\S+\)): .* at (.*)$")]
    private static partial Regex LeakLine();

    [GeneratedRegex(@"(?m)^unpark: .*\n")]
    private static partial Regex Messages();

    // Times, numbers of goroutines, addresses, speeds.
    [GeneratedRegex(@"\(cached\)|\d+\.\d+s\b|\+?0x[0-9a-f]+\??|goroutine \d+|\s+\d+\s+[\d.]+ ns/op|go-build\d+")]
    private static partial Regex Different();
}
