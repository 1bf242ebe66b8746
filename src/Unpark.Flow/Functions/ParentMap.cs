using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>The parents of the nodes of a function. O(nodes) memory, so made only for functions that are looked into.</summary>
public sealed class ParentMap : SyntaxVisitor
{
    private readonly Dictionary<Node, Node> parents = new(ReferenceEqualityComparer.Instance);
    private Node? current;

    /// <summary>Collects the parents below a node. O(nodes).</summary>
    public ParentMap(Node root)
    {
        Visit(root);
    }

    /// <summary>The node this one is directly in; null for the root and for nodes from elsewhere.</summary>
    public Node? Of(Node node) => parents.GetValueOrDefault(node);

    /// <summary>The innermost statement that the node is in, or is; null if it is in none.</summary>
    public Stmt? StatementOf(Node node)
    {
        for (var at = node; at != null; at = Of(at))
        {
            if (at is Stmt statement)
            {
                return statement;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override void VisitNode(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (current != null)
        {
            parents[node] = current;
        }

        var outer = current;
        current = node;
        base.VisitNode(node);
        current = outer;
    }
}
