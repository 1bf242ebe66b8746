using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>Finds the first node below another one, in source order, that passes a test.</summary>
internal sealed class FirstNode : SyntaxVisitor
{
    private readonly Func<Node, bool> test;
    private Node? found;

    private FirstNode(Func<Node, bool> test)
    {
        this.test = test;
    }

    /// <summary>The node, or null.</summary>
    public static T? Of<T>(Node root, Func<T, bool> test)
        where T : Node
    {
        var search = new FirstNode(node => node is T wanted && test(wanted));
        search.Visit(root);
        return (T?)search.found;
    }

    /// <inheritdoc/>
    protected override void VisitNode(Node node)
    {
        if (found is null && test(node))
        {
            found = node;
        }

        if (found is null)
        {
            base.VisitNode(node);
        }
    }
}
