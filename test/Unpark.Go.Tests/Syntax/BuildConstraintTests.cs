using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Syntax;

/// <summary>Build constraints against go/build/constraint.</summary>
public sealed class BuildConstraintTests
{
    private static readonly string[] Lines =
    [
        "//go:build linux", "//go:build", "//go:build ", "//go:buildx", " //go:build a", "//go:build a\t", "// go:build a", "//go:build !a",
        "//go:build !!a", "//go:build !(a)", "//go:build a && b || c", "//go:build a || b && c", "//go:build (a || b) && c", "//go:build !(a && b)",
        "//go:build a b", "//go:build a &", "//go:build a & b", "//go:build a |", "//go:build (a", "//go:build a)", "//go:build ()", "//go:build !",
        "//go:build a.b_c9", "//go:build 386", "//go:build a-b", "//go:build é", "//go:build \"a\"", "//go:build go1", "//go:build go1.21",
        "//go:build go1.x", "//go:build !go1.21", "//go:build go1.21 && linux", "//go:build go1.21 || go1.18", "//go:build (go1.21 || linux) && go1.20",
        "//go:build !(!go1.21)", "//go:build xgo1.21", "//go:build go1.+5", "//go:build go1.21.1", "//go:build a&&b", "//go:build a||!b", "//go:build a &&",
        "// +build linux", "//+build linux,386 darwin,!cgo", "// +build", "// +buildx", "// +build !", "// +build !!a", "// +build a,", "// +build ,a",
        "// +build a-b", "// +build !a-b", "//\t+build a", "// +build a b c,d", "/* +build a */", "+build a", "", "package p", "//go:build a // b",
        "//go:build " + new string('(', 2000), "//go:build a" + string.Concat(Enumerable.Repeat(" && a", 998)),
        "//go:build a" + string.Concat(Enumerable.Repeat(" && a", 999)), "//go:build a" + string.Concat(Enumerable.Repeat(" && a", 1000)),
        "// +build a" + string.Concat(Enumerable.Repeat(" a", 100)), "// +build a" + string.Concat(Enumerable.Repeat(" a", 101)),
        "// +build a" + string.Concat(Enumerable.Repeat(",a", 50)) + string.Concat(Enumerable.Repeat(" a", 51)),
    ];

    private static readonly string[] Pieces =
        ["a", "bb", "go1.21", "go1.9", "&&", "||", "!", "(", ")", " ", "\t", ",", "_", ".", "&", "é", "-"];

    [Fact]
    public void Lines_are_read_as_go_build_constraint_reads_them()
    {
        var random = new Random(7);
        var lines = Lines
            .Concat(Enumerable.Range(0, 2000).Select(_ => "//go:build " + RandomPieces(random, 12)))
            .Concat(Enumerable.Range(0, 500).Select(_ => "// +build " + RandomPieces(random, 8)))
            .ToList();
        var theirs = GoToolchain.Run(
            GoToolchain.Start(GoToolchain.Program("goast"), ["constraints"]), string.Join('\n', lines) + "\n");
        Assert.Equal(string.Join('\n', lines.Select(l => $"{l}: {Describe(l)}")), string.Join(
            '\n', lines.Zip(theirs.Split('\n')).Select(p => $"{p.First}: {p.Second}")));
    }

    [Fact]
    public void A_constraint_holds_or_not_by_its_tags()
    {
        Assert.True(BuildConstraint.TryParse("//go:build linux && !cgo", out var constraint));
        Assert.True(constraint.Evaluate(tag => tag == "linux"));
        Assert.False(constraint.Evaluate(tag => tag is "linux" or "cgo"));
    }

    [Fact]
    public void The_version_of_a_file_is_that_of_the_constraint_above_its_package_clause()
    {
        var tree = SyntaxTree.Parse(new SourceFile(
            "a.go", "//go:build go1.21 && linux\n\npackage p\n\n//go:build go1.25\n"u8.ToArray()), new() { SkipComments = true });
        Assert.Equal("go1.21", tree.Root.GoVersion);
    }

    private static string RandomPieces(Random random, int max)
        => string.Concat(random.GetItems(Pieces, random.Next(max)));

    private static string Describe(string line)
    {
        if (!BuildConstraint.TryParse(line, out var constraint, out var error))
        {
            return $"error {error}";
        }

        var tags = new List<string>();
        var value = constraint.Evaluate(tag =>
        {
            tags.Add(tag);
            return System.Text.Encoding.UTF8.GetByteCount(tag) % 2 == 0;
        });
        return $"{constraint}|{constraint.GoVersion()}|{(value ? "true" : "false")}|{string.Join(',', tags)}";
    }
}
