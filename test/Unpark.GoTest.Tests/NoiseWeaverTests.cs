using System.Text;
using System.Text.RegularExpressions;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.GoTest.Tests;

/// <summary>Where calls of the noise function are woven in.</summary>
public sealed partial class NoiseWeaverTests
{
    [Theory]
    [InlineData("x := 1\n\tc <- x", "x := 1; N\n\tc <- x")]
    [InlineData("if v := <-c; v {\n\t}", "{ N;\n\tif v := <-c; v {\n\t}")]
    [InlineData("go run()\n\tgo run()", "{ N;\n\tgo run(); N\n\tgo run()")]
    [InlineData("go func() { close(c) }()", "{ N;\n\tgo func() { N; close(c) }()")]
    [InlineData("x()\n\tselect {\n\tcase <-c:\n\t\tx()\n\t\tmu.Lock()\n\tdefault:\n\t}", "x(); N\n\tselect {\n\tcase <-c:\n\t\tx(); N\n\t\tmu.Lock()\n\tdefault:\n\t}")]
    [InlineData("x()\nL:\n\tfor {\n\t\twg.Wait()\n\t\tbreak L\n\t}", "x()\nL:\n\tfor { N;\n\t\twg.Wait()\n\t\tbreak L\n\t}")]
    [InlineData("x()\nL:\n\tselect {\n\tcase <-c:\n\t\tbreak L\n\t}", "x(); N\nL:\n\tselect {\n\tcase <-c:\n\t\tbreak L\n\t}")]
    [InlineData("x()\n\tfor range c {\n\t\tx()\n\t}", "x(); N\n\tfor range c { N;\n\t\tx()\n\t}")]
    [InlineData("x() // why\n\treturn <-c", "x(); N // why\n\treturn <-c")]
    [InlineData("switch x() {\n\tcase 1:\n\t\tcancel()\n\t}", "switch x() {\n\tcase 1: N;\n\t\tcancel()\n\t}")]
    [InlineData(";; <-c", "; N; ; <-c", "{\n\t;; N; <-c")]
    [InlineData("defer mu.Unlock()\n\tx()", "")]
    [InlineData("if x() {\n\t} else if <-c {\n\t}", "")]
    [InlineData("g := func() { x() }\n\tg()", "")]
    public void A_call_stands_before_what_meets_other_goroutines(string body, string woven, string? otherwise = null)
    {
        var file = $"package p\n\nfunc f() {{\n\t{body}\n}}\n";
        var result = Weave(file);

        if (woven.Length == 0)
        {
            Assert.Null(result);
            return;
        }

        Assert.StartsWith("package p; import unparknoise \"container/ring\"\n\nfunc f() {", result!, StringComparison.Ordinal);
        Assert.Contains(otherwise ?? woven, Call().Replace(result!, "N"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package p\n\n// #include <stdio.h>\nimport \"C\"\n\nfunc f(c chan int) { <-c }\n")]
    [InlineData("package p\n\nfunc f(c chan int) { <-c\n")]
    [InlineData("package p\n\nvar unparknoise int\n\nfunc f(c chan int) { <-c }\n")]
    public void Files_for_cgo_and_files_with_errors_stay_as_they_are(string file) =>
        Assert.True(NoiseWeaver.Skips(SyntaxTree.Parse(new SourceFile("p.go", Encoding.UTF8.GetBytes(file)))));

    [Fact]
    public void Nothing_is_woven_into_functions_that_may_not_be_delayed() =>
        Assert.Null(Weave("package p\n\n//go:nosplit\nfunc f(c chan int) { <-c }\n\n// g is norace.\n//\n//go:norace\nfunc g(c chan int) { <-c }\n"));

    [Fact]
    public void Functions_that_goroutines_begin_with_begin_with_a_call() =>
        Assert.Contains("func (t *T) run() { N;\n\tx()", Call().Replace(
            Weave("package p\n\nfunc (t *T) run() {\n\tx()\n}\n\nfunc f(t *T) { go t.run() }\n")!, "N"), StringComparison.Ordinal);

    [Fact]
    public void A_place_keeps_its_number_when_other_functions_change()
    {
        var before = Weave("package p\n\nfunc f(c chan int) { <-c }\n\nfunc g(c chan int) { c <- 1 }\n")!;
        var after = Weave("package p\n\nfunc f(c chan int) { <-c; x(); <-c }\n\nfunc g(c chan int) { c <- 1 }\n")!;

        Assert.Equal(before[before.IndexOf("func g", StringComparison.Ordinal)..], after[after.IndexOf("func g", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("net/http")]
    [InlineData("sync")]
    [InlineData("os/exec")]
    [InlineData("database/sql")]
    [InlineData("context")]
    [InlineData("testing")]
    public void Lines_and_columns_stay_where_they_are(string package)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(GoToolchain.Root, "src", package), "*.go"))
        {
            var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
            if (NoiseWeaver.Skips(tree) || NoiseWeaver.Weave(path, tree, NoiseWeaver.Started(tree).ToHashSet(), "container/ring") is not { } content)
            {
                continue;
            }

            var woven = SyntaxTree.Parse(new SourceFile(path, content));
            Assert.Empty(woven.Diagnostics);
            Assert.Equal(tree.File.LineCount, woven.File.LineCount);
            Assert.Equal(Places(tree), Places(woven));
            Assert.Equal(Encoding.UTF8.GetString(tree.File.Content), Inserted().Replace(Encoding.UTF8.GetString(content), ""));
        }
    }

    // What begins a line.
    private static List<(int Line, int Column)> Places(SyntaxTree tree)
    {
        var places = new List<(int Line, int Column)>();
        for (var line = 1; line <= tree.File.LineCount; line++)
        {
            var text = tree.File.Text(tree.File.LineStart(line), line < tree.File.LineCount ? tree.File.LineStart(line + 1) : tree.File.Length);
            places.Add((line, text.Length - text.TrimStart('\t', ' ').Length));
        }

        return places;
    }

    private static string? Weave(string file)
    {
        var tree = SyntaxTree.Parse(new SourceFile("p.go", Encoding.UTF8.GetBytes(file)));
        Assert.Empty(tree.Diagnostics);
        return NoiseWeaver.Weave("example.com/p/p.go", tree, NoiseWeaver.Started(tree).ToHashSet(), "container/ring") is { } woven
            ? Encoding.UTF8.GetString(woven) : null;
    }

    [GeneratedRegex(@"unparknoise\.UnparkNoise\(\d+\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"; import unparknoise ""container/ring""|; unparknoise\.UnparkNoise\(\d+\)| unparknoise\.UnparkNoise\(\d+\);")]
    private static partial Regex Inserted();
}
