using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Flow.Tests;

/// <summary>Finds the functions of Go source.</summary>
public sealed class Functions : SyntaxVisitor
{
    private readonly List<Node> found = [];

    /// <summary>The declared functions with a body and the function literals of a file.</summary>
    public static List<Node> In(SyntaxTree tree)
    {
        var functions = new Functions();
        functions.Visit(tree.Root);
        return functions.found;
    }

    public static SyntaxTree Parse(string text) => SyntaxTree.Parse(new SourceFile("p.go", Encoding.UTF8.GetBytes(text)));

    /// <summary>The graph of the first function of a file.</summary>
    public static ControlFlowGraph Graph(string text, out SourceFile file)
    {
        var tree = Parse(text);
        Assert.Empty(tree.Diagnostics);
        file = tree.File;
        return ControlFlowGraph.Build(In(tree)[0]);
    }

    public override void VisitFuncDecl(FuncDecl node)
    {
        if (node.Body != null)
        {
            found.Add(node);
        }

        base.VisitFuncDecl(node);
    }

    public override void VisitFuncLit(FuncLit node)
    {
        found.Add(node);
        base.VisitFuncLit(node);
    }
}
