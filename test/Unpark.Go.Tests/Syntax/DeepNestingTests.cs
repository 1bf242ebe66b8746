using System.Diagnostics;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Syntax;

/// <summary>Every recursive construct, a hundred thousand deep.</summary>
public sealed class DeepNestingTests
{
    private const int Depth = 100_000;

    public static TheoryData<string, string, string, string> Constructs => new()
    {
        { "parentheses", "var x = ", "(", "1" },
        { "closed parentheses", "var x = ", "()", "1" },
        { "blocks", "func f() {", "{", "" },
        { "closed blocks", "func f() {", "{}", "" },
        { "unary minus", "var x = ", "-", "1" },
        { "dereferences", "var x = ", "*", "p" },
        { "receives", "var x = ", "<-", "c" },
        { "pointers", "var x ", "*", "T" },
        { "slices", "var x ", "[]", "T" },
        { "arrays", "var x ", "[1]", "T" },
        { "array lengths", "var x ", "[", "T" },
        { "maps", "var x ", "map[K]", "T" },
        { "map keys", "var x ", "map[", "T" },
        { "channels", "var x ", "chan ", "T" },
        { "send channels", "var x ", "chan<- ", "T" },
        { "receive channels", "var x = ", "<-chan ", "T" },
        { "arrows before a channel", "var x = ", "<-", "chan T" },
        { "function types", "var x ", "func() ", "T" },
        { "function parameters", "var x ", "func(", "T" },
        { "structs", "type T ", "struct { a ", "int" },
        { "interfaces", "type T ", "interface { m() ", "int" },
        { "type arguments", "var x ", "T[", "int" },
        { "composite literals", "var x = ", "T{", "1" },
        { "elided composite literals", "var x = T", "{", "1" },
        { "keyed literals", "var x = T{", "a: T{", "1" },
        { "function literals", "var x = ", "func() { return ", "1" },
        { "selectors", "var x = a", ".b", "" },
        { "calls", "var x = f", "()", "" },
        { "nested calls", "var x = ", "f(", "1" },
        { "indices", "var x = a", "[0]", "" },
        { "nested indices", "var x = ", "a[", "0" },
        { "slice expressions", "var x = a", "[:]", "" },
        { "assertions", "var x = a", ".(T)", "" },
        { "sums", "var x = a", " + a", "" },
        { "mixed operators", "var x = a", " + a * a", "" },
        { "comparisons to the right", "var x = ", "a || b && c == d + e * (", "1" },
        { "else-if chains", "func f() {", "if x {} else ", "{}" },
        { "ifs", "func f() {", "if x {", "" },
        { "fors", "func f() {", "for {", "" },
        { "ranges", "func f() {", "for range x {", "" },
        { "switches", "func f() {", "switch { case x: ", "" },
        { "selects", "func f() {", "select { case <-c: ", "" },
        { "labels", "func f() {", "L: ", "" },
        { "goroutines", "func f() {", "go func() {", "" },
        { "unions", "type T interface { int", " | int", "}" },
        { "type parameters", "func f[P ", "interface{ m[P ", "" },
        { "type parameter lists", "type T[P *C", " | C", ",] int" },
        { "constraint calls", "type T[", "P(", "" },
        { "declarations", "", "func f() {}\n", "" },
        { "statements", "func f() {", "x = y;", "}" },
        { "comments", "", "/* */", "" },
        { "names", "var a", ", a", " int" },
        { "broken declarations", "", "} ) ] ;", "" },
        { "broken statements", "func f() {", ") ] , : 1 1 ", "}" },
        { "broken cases", "func f() { switch {", "case ", "" },
        { "keywords", "func f() {", "if for switch ", "" },
    };

    [Theory]
    [MemberData(nameof(Constructs))]
    public void A_hundred_thousand_levels_give_a_tree_that_can_be_walked_or_a_diagnostic(
        string name, string before, string repeated, string after)
    {
        var text = new StringBuilder("package p\n").Append(before);
        for (var i = 0; i < Depth; i++)
        {
            text.Append(repeated);
        }

        var source = new SourceFile(name, Encoding.UTF8.GetBytes(text.Append(after).Append('\n').ToString()));
        var watch = Stopwatch.StartNew();
        foreach (var options in new[] { ParseOptions.Default, new ParseOptions { SkipFunctionBodies = true } })
        {
            var tree = SyntaxTree.Parse(source, options);
            var counter = new Counter();
            counter.Visit(tree.Root);
            Assert.True(counter.Count > Depth / 4 || !tree.Diagnostics.IsEmpty || options.SkipFunctionBodies || name is "comments");
        }

        // Many times what it takes: a quadratic algorithm takes minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{name} took {watch.Elapsed}");
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_reported_where_go_parser_reports_it()
    {
        var source = new SourceFile("deep.go", Encoding.UTF8.GetBytes("package p\nvar x = " + new string('(', Depth)));
        var tree = SyntaxTree.Parse(source);
        Assert.Contains(tree.Diagnostics, d => d.Message == "exceeded max nesting depth");
        Assert.Empty(tree.Root.Decls);
    }

    /// <summary>Walks a tree and asks every node for its range.</summary>
    private sealed class Counter : SyntaxVisitor
    {
        // Pos and End of a deep chain walk down it: to ask all its nodes would be quadratic.
        private const int Asked = 16;

        public int Count { get; private set; }

        protected override void VisitNode(Node node)
        {
            if (Count++ < Asked)
            {
                Assert.True(node.Pos >= Node.NoPos && node.End >= Node.NoPos);
            }

            base.VisitNode(node);
        }
    }
}
