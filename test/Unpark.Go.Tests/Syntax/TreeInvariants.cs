using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Syntax;

/// <summary>What holds of every tree.</summary>
internal sealed class TreeInvariants : SyntaxVisitor
{
    private readonly SyntaxTree tree;
    private readonly bool[] seen;
    private Node? parent;
    private int previousEnd;

    private TreeInvariants(SyntaxTree tree)
    {
        this.tree = tree;
        seen = new bool[tree.ExprCount];
    }

    /// <summary>
    /// Asserts that expressions have ids of their own, and for files without errors that nodes lie in their parents, one
    /// behind the other.
    /// </summary>
    public static void Check(SyntaxTree tree)
    {
        var check = new TreeInvariants(tree);
        check.Visit(tree.Root);
        Assert.All(tree.Diagnostics, d => Assert.InRange(d.Offset, 0, tree.File.Length));
        for (var i = 1; i < tree.Root.Comments.Length; i++)
        {
            Assert.True(tree.Root.Comments[i - 1].End <= tree.Root.Comments[i].Pos);
        }
    }

    protected override void VisitNode(Node node)
    {
        if (node is Expr expr)
        {
            Assert.False(seen[expr.Id], $"two expressions have the id {expr.Id} in {tree.File}");
            seen[expr.Id] = true;
        }

        var (outer, outerEnd) = (parent, previousEnd);
        var exact = tree.Diagnostics.IsEmpty;
        if (exact)
        {
            Assert.InRange(node.Pos, 0, tree.File.Length);
            Assert.InRange(node.End, node.Pos, tree.File.Length);
        }

        if (exact && outer is not null)
        {
            Assert.True(
                outer.Pos <= node.Pos && node.End <= outer.End,
                $"{node.Kind} {node.Pos}-{node.End} is not in {outer.Kind} {outer.Pos}-{outer.End} of {tree.File}");
            // The signature of a function starts with func, before the receiver and the name.
            if (outer is not FuncDecl)
            {
                Assert.True(node.Pos >= outerEnd, $"{node.Kind} {node.Pos} overlaps in {outer.Kind} of {tree.File}");
            }
        }

        (parent, previousEnd) = (node, -1);
        base.VisitNode(node);
        (parent, previousEnd) = (outer, exact ? node.End : -1);
    }
}
