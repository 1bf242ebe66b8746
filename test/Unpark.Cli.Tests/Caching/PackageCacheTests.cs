using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Caching;
using Unpark.Cli.Checking;
using Unpark.Cli.Tests.Support;
using Unpark.Go.Build;

namespace Unpark.Cli.Tests.Caching;

/// <summary>Results of earlier runs: the same as those of a run without, and only where nothing has changed.</summary>
public sealed class PackageCacheTests : IDisposable
{
    private const string Leak = "package a\n\nimport (\n\t\"sync\"\n\n\t\"example.com/m/b\"\n)\n\nfunc F(mu *sync.Mutex, x bool) {\n"
        + "\tmu.Lock()\n\tif x {\n\t\treturn\n\t}\n\tb.B()\n\tmu.Unlock()\n}\n\nvar y = 1 //nolint:UP601\n\nfunc G(mu *sync.Mutex, x bool) {\n"
        + "\tmu.Lock() //nolint:unpark\n\tif x {\n\t\treturn\n\t}\n\tmu.Unlock()\n}\n";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder results = new();

    public PackageCacheTests()
    {
        folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");
        folder.Write("a/a.go", Leak);
        folder.Write("a/a_test.go", "package a\n");
        folder.Write("a/x_test.go", "package a_test\n\nimport _ \"example.com/m/a\"\n");
        folder.Write("b/b.go", "package b\n\nimport \"example.com/m/c\"\n\nfunc B() { c.C() }\n");
        folder.Write("c/c.go", "package c\n\nfunc C() { println(1) }\n");
        folder.Write("d/d.go", "package d\n");
    }

    public void Dispose()
    {
        folder.Dispose();
        results.Dispose();
    }

    [Fact]
    public void A_second_run_says_the_same_without_checking()
    {
        var request = Request();
        var first = Check(request);
        Assert.Equal(["a", "a_test", "b", "c", "d"], Remembered(request));
        var second = Check(request);
        Assert.Single(first.Findings);
        Assert.Equal((1, 1), (first.Suppressed, first.UnusedSuppressions.Length));
        Assert.Equal(Describe(first), Describe(second));
        Assert.Equal(Describe(first), Describe(Check(request with { CacheFolder = null })));
    }

    [Theory]
    [InlineData("a/a.go", "b c d")]
    [InlineData("a/a_test.go", "b c d")]
    [InlineData("a/x_test.go", "a b c d")]
    [InlineData("b/b.go", "c d")]
    [InlineData("c/c.go", "d")]
    [InlineData("d/d.go", "a a_test b c")]
    public void What_depends_on_a_changed_file_is_checked_anew(string changed, string remembered)
    {
        Check(Request());
        folder.Write(changed, folder.Read(changed) + "\n// changed\n");
        Assert.Equal(remembered, string.Join(' ', Remembered(Request())));
    }

    [Fact]
    public void A_file_that_comes_or_goes_is_a_change_and_so_is_an_import_that_comes()
    {
        folder.Write("b/b.go", "package b\n\nimport _ \"example.com/m/e\"\n\nfunc B() {}\n");
        Check(Request());
        Assert.Equal(["a", "a_test", "b", "c", "d"], Remembered(Request()));
        folder.Write("e/e.go", "package e\n");
        Assert.Equal(["c", "d"], Remembered(Request()));
        folder.Write("d/more.go", "package d\n");
        Assert.Equal(["c"], Remembered(Request()));
    }

    [Fact]
    public void Every_option_is_a_change()
    {
        Check(Request());
        var options = AnalysisOptions.Default;
        AnalysisOptions[] others =
        [
            options with { Profile = RuleProfile.Strict },
            options with { MinimumConfidence = Confidence.Proved },
            options with { Rules = ["UP601"] },
            options with { Rules = [] },
            options with { StrictRules = ["UP501"] },
            options with { Explores = true },
            options with { Lifecycles = [new UserLifecycle("x", ["New"], ["Close"])] },
            options with { Lifecycles = [new UserLifecycle("x", ["New", "Close"], [])] },
        ];
        var keys = others.Append(options).Select(o => PackageKeys.AddOptions(new KeyBuilder(), o).Key);
        Assert.Equal(others.Length + 1, keys.Distinct().Count());
        Assert.Empty(Remembered(Request() with { Analysis = others[0] }));
        Assert.Empty(Remembered(Request() with { GoOS = "windows" }));
        Assert.Empty(Remembered(Request() with { GoArch = "386" }));

        // Whoever adds an option has to add it to the key, and to the list above. What is inferred of libraries follows from
        // the files of the imports, which are in the key.
        Assert.Equal(["Explores", "Lifecycles", "MinimumConfidence", "Profile", "Rules", "StrictRules"],
            typeof(AnalysisOptions).GetProperties().Where(p => p.CanWrite && p.Name is not ("Libraries" or "LibraryCalls" or "Schedules")).Select(p => p.Name).Order());
    }

    [Fact]
    public void Files_that_are_known_by_their_stamps_are_checked_anew_once_they_change()
    {
        // Until then their stamps say nothing.
        Thread.Sleep(2100);
        var whole = Describe(Check(Request()));
        Assert.Equal(whole, Describe(Check(Request())));
        var known = CheckCache.Open(Request())!.Files;
        var path = Path.Combine(folder.Path, "c", "c.go");
        Assert.NotNull(known.HeaderOf(path, FileStamp.Of(path)!.Value));

        var (text, time) = (folder.Read("c/c.go"), File.GetLastWriteTimeUtc(path));
        folder.Write("c/c.go", text.Replace("println(1)", "println(2)", StringComparison.Ordinal));
        Assert.Equal(["d"], Remembered(Request()));
        Check(Request());
        folder.Write("c/c.go", text);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(["a", "a_test", "b", "c", "d"], Remembered(Request()));
        folder.Write("a/a.go", Leak.Replace("return", "goto l", StringComparison.Ordinal).Replace("\tmu.Unlock()", "l:\n\tmu.Unlock()", StringComparison.Ordinal));
        Assert.Empty(Check(Request()).Findings);
        folder.Write("a/a.go", Leak);
        Assert.Equal(whole, Describe(Check(Request())));
        File.Delete(Path.Combine(folder.Path, "c", "c.go"));
        Assert.Equal(Describe(Check(Request() with { CacheFolder = null })), Describe(Check(Request())));
    }

    [Fact]
    public void Whatever_becomes_of_the_files_of_the_cache_the_findings_are_the_same()
    {
        var whole = Describe(Check(Request()));
        var random = new Random(11);
        foreach (var path in Directory.GetFiles(results.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            File.WriteAllBytes(path, random.Next(3) switch
            {
                0 => bytes[..random.Next(bytes.Length + 1)],
                1 => [.. bytes.Select(b => (byte)(b ^ (random.Next(20) == 0 ? 1 : 0)))],
                _ => RandomBytes(random, bytes.Length),
            });
        }

        Assert.Equal(whole, Describe(Check(Request())));
        Directory.Delete(results.Path, recursive: true);
        Assert.Equal(whole, Describe(Check(Request())));
        Assert.Equal(whole, Describe(Check(Request())));

        static byte[] RandomBytes(Random random, int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public void What_has_problems_is_not_kept()
    {
        folder.Write("d/d.go", "package d\n\nfunc (");
        Assert.NotEmpty(Check(Request()).Problems);
        Assert.NotEmpty(Check(Request()).Problems);
        Assert.Equal(["a", "a_test", "b", "c"], Remembered(Request()));
    }

    [Fact]
    public void Bytes_that_are_no_report_are_none()
    {
        var package = GoProgram.Load(
            new LoadOptions { Dir = folder.Path, Patterns = ["./a"], Build = new BuildOptions { GoRoot = "" } },
            TestContext.Current.CancellationToken);
        var report = PackageReport.Of(package.Roots[0], AnalysisOptions.Default, TestContext.Current.CancellationToken);
        var bytes = ReportSerializer.Write(report);
        Assert.NotNull(ReportSerializer.Read(bytes, package.Roots[0], package.Files));
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReportSerializer.Read(damaged[..random.Next(damaged.Length + 1)], package.Roots[0], package.Files);
        }
    }

    [Fact]
    public async Task Runs_at_the_same_time_share_it()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Run)));
        Assert.All(runs, r => Assert.Equal(runs[0], r));
        Assert.Equal(runs[0], Run());
        Assert.Contains("a.go:10:2: UP601", runs[0].Output, StringComparison.Ordinal);
        Assert.Contains("(1 suppressed)", runs[0].Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(results.Path, "*", SearchOption.AllDirectories), p => p.EndsWith(".tmp", StringComparison.Ordinal));

        ProcessResult Run() => UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["UNPARK_CACHE"] = results.Path }, "check");
    }

    [Fact]
    public void No_cache_leaves_nothing_behind()
    {
        UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["UNPARK_CACHE"] = results.Path }, "check", "--no-cache");
        UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["UNPARK_CACHE"] = "off", ["HOME"] = results.Path, ["XDG_CACHE_HOME"] = null },
            "check");
        UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["UNPARK_CACHE"] = results.Path }, "fix", "--diff");
        Assert.Empty(Directory.GetFileSystemEntries(results.Path));
    }

    private static CheckResult Check(CheckRequest request)
        => new GoCheckEngine().Check(request, static (_, _, _) => { }, CancellationToken.None).Result;

    private static string[] Remembered(CheckRequest request)
    {
        var opened = CheckCache.Open(request)!;
        var program = GoProgram.Load(new LoadOptions
        {
            Files = new DiskFiles(opened.Files),
            Dir = request.Folder,
            Patterns = request.Patterns,
            Tests = true,
            Build = new BuildOptions
            {
                GoRoot = "",
                GoOS = request.GoOS.Length == 0 ? null : request.GoOS,
                GoArch = request.GoArch.Length == 0 ? null : request.GoArch,
            },
        });
        var cache = PackageCache.Open(program, request, opened, CancellationToken.None);
        return [.. program.Roots.Where(r => cache.Find(r) is not null).Select(r => r.ImportPath.Split('/')[^1]).Order(StringComparer.Ordinal)];
    }

    private static string Describe(CheckResult result) => string.Join('\n', result.Findings.Select(f =>
        $"{f.Rule} {f.Confidence} {f.Profile} {f.Span} {f.Span.End} {f.Function} {f.Message} "
        + string.Join(' ', f.Related.Select(r => $"{r.Span} {r.Span.End} {r.Message}"))
        + string.Join(' ', f.Fixes.Select(x => $"{x.Message} {x.Preferred} " + string.Join(' ', x.Edits.Select(e => $"{e.File} {e.Start} {e.End} {e.NewText}")))))
        .Concat(result.UnusedSuppressions.Select(u => u.ToString()))
        .Append($"{result.Packages} {result.Suppressed} {string.Join(' ', result.MissingImports)} {result.Problems.Length}"));

    private CheckRequest Request() => new()
    {
        Folder = folder.Path,
        Patterns = ImmutableArray.Create("./..."),
        GoRoot = "",
        CacheFolder = results.Path,
    };
}
