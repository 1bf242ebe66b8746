using System.Text;
using Unpark.Analysis.Fixes;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests.Fixes;

public sealed class OperatorSpacingTests
{
    private static readonly string[] Expressions =
    [
        "a + b", "a+b", "a + b + c", "a*b + c", "a + b*c", "(a + b) * c", "a == b && c != d", "a || b && !c", "-a + b", "a - -b",
        "a / *b", "a & ^b", "g(a + b)", "g(a+b, c)", "g(h(a + b) + c)", "g(a, h(b + c))", "x[i + 1]", "x[i+1] + y", "x.f(a + b).g(c*d + e)",
        "a.(int) + b", "<-c + d", "a<<3 | b", "a<<b + c>>d*e", "\"x\" + s + \"y\"", "a +  b", "a<b", "a+b < c+d",
    ];

    [Fact]
    public void Blanks_are_where_gofmt_has_them()
    {
        var gofmt = Path.Combine(GoToolchain.Root, "bin", "gofmt");
        foreach (var text in Expressions)
        {
            var formatted = GoToolchain.Run(GoToolchain.Start(gofmt, []), $"package p\n\nvar _ = f({text})\nvar _ = f({text}, 1)\n").Split('\n');
            var (alone, several) = (formatted[2]["var _ = f(".Length..^1], formatted[3]["var _ = f(".Length..^", 1)".Length]);
            foreach (var before in (string[])[text, alone, several])
            {
                Assert.Equal((alone, several), (Space(before, OperatorSpacing.Alone), Space(before, OperatorSpacing.OneOfSeveral)));
            }
        }
    }

    private static string Space(string expression, int depth)
    {
        var file = new SourceFile("p.go", Encoding.UTF8.GetBytes($"package p\n\nvar _ = {expression}\n"));
        var spec = (ValueSpec)((GenDecl)SyntaxTree.Parse(file).Root.Decls[0]).Specs[0];
        return OperatorSpacing.Text(file, spec.Values[0], depth);
    }
}
