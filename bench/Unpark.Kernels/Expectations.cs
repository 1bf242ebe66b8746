using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Kernels;

/// <summary>
/// Reads what Go's own test expects of its kernels: lists of calls <c>makeTest("Kernel", `regular expression`...)</c> and
/// <c>makeFlakyTest</c>, each list in a variable of its own.
/// </summary>
internal sealed class Expectations : SyntaxVisitor
{
    // The variables of the test and what their lists are of.
    private static readonly ImmutableDictionary<string, KernelSuite> Lists = new Dictionary<string, KernelSuite>
    {
        ["microTests"] = KernelSuite.Simple,
        ["stressTestCases"] = KernelSuite.Stress,
        ["patternTestCases"] = KernelSuite.Patterns,
        ["gokerTestCases"] = KernelSuite.GoKer,
    }.ToImmutableDictionary();

    private readonly SyntaxTree tree;
    private readonly List<Expectation> found = [];

    private Expectations(SyntaxTree tree)
    {
        this.tree = tree;
    }

    /// <summary>Reads a test file.</summary>
    /// <exception cref="KernelException">It is not written as it was in Go 1.27.</exception>
    public static IReadOnlyList<Expectation> Read(string path)
    {
        var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
        var reader = new Expectations(tree);
        reader.Visit(tree.Root);
        var missing = Lists.Where(l => reader.found.All(e => e.Suite != l.Value)).Select(l => l.Key).Order(StringComparer.Ordinal).ToArray();
        return missing.Length == 0
            ? reader.found
            : throw new KernelException($"{path}: no list of tests {string.Join(", ", missing)}");
    }

    /// <inheritdoc/>
    public override void VisitAssignStmt(AssignStmt node)
    {
        if (node is { Lhs: [Ident { Name: var name }], Rhs: [CompositeLit list] } && Lists.TryGetValue(name, out var suite))
        {
            foreach (var element in list.Elts)
            {
                found.Add(Entry(element, suite));
            }
        }

        base.VisitAssignStmt(node);
    }

    private Expectation Entry(Expr element, KernelSuite suite)
    {
        if (element is CallExpr { Fun: Ident { Name: "makeTest" or "makeFlakyTest" } maker, Args: [BasicLit name, .. var leaks] }
            && leaks.All(l => l is BasicLit { LitKind: TokenKind.String }))
        {
            return new Expectation(Text(name), suite, maker.Name == "makeFlakyTest",
                [.. leaks.Select(l => new ExpectedLeak(Text((BasicLit)l)))]);
        }

        throw new KernelException($"{tree.File.Path}:{tree.File.PositionOf(element.Pos).Line}: not a test of the known form");
    }

    private string Text(BasicLit literal) => GoQuote.TryUnquote(literal.Value, out var text)
        ? Encoding.UTF8.GetString(text)
        : throw new KernelException($"{tree.File.Path}:{tree.File.PositionOf(literal.Pos).Line}: not a string");

    /// <summary>An entry of a list.</summary>
    /// <param name="Name">The kernel.</param>
    /// <param name="Suite">What the list is of.</param>
    /// <param name="IsFlaky">True if the leaks need not show.</param>
    /// <param name="Leaks">The leaks.</param>
    internal sealed record Expectation(string Name, KernelSuite Suite, bool IsFlaky, ImmutableArray<ExpectedLeak> Leaks);
}
