using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Looks for nodes below a node. O(nodes).</summary>
public static class NodeSearch
{
    /// <summary>True if the node or one below it passes a test.</summary>
    /// <param name="root">Where to begin; null holds nothing.</param>
    /// <param name="test">The test.</param>
    /// <param name="literals">Whether to look into function literals below the node.</param>
    public static bool Any(Node? root, Func<Node, bool> test, bool literals = true)
    {
        ArgumentNullException.ThrowIfNull(test);
        return First(root, test, literals) != null;
    }

    /// <summary>The first node in source order that passes a test, or null.</summary>
    /// <param name="root">Where to begin; null holds nothing.</param>
    /// <param name="test">The test.</param>
    /// <param name="literals">Whether to look into function literals below the node.</param>
    public static Node? First(Node? root, Func<Node, bool> test, bool literals = true)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (root == null)
        {
            return null;
        }

        var searcher = new Searcher(root, test, literals);
        searcher.Visit(root);
        return searcher.Found;
    }

    /// <summary>The nodes of a kind in source order.</summary>
    /// <param name="root">Where to begin; null holds nothing.</param>
    /// <param name="literals">Whether to look into function literals below the node.</param>
    public static List<T> All<T>(Node? root, bool literals = true)
        where T : Node
    {
        var found = new List<T>();
        if (root != null)
        {
            new Searcher(root, node =>
            {
                if (node is T wanted)
                {
                    found.Add(wanted);
                }

                return false;
            }, literals).Visit(root);
        }

        return found;
    }

    /// <summary>True if the node names a variable or function.</summary>
    public static bool Names(TypedFile file, Node? root, GoObject wanted)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(wanted);
        return Any(root, node => node is Ident ident && ident.Name == wanted.Name && file.UseOf(ident) == wanted);
    }

    private sealed class Searcher(Node root, Func<Node, bool> test, bool literals) : SyntaxVisitor
    {
        public Node? Found { get; private set; }

        protected override void VisitNode(Node node)
        {
            if (Found != null || (!literals && node is FuncLit && node != root))
            {
                return;
            }

            if (test(node))
            {
                Found = node;
                return;
            }

            base.VisitNode(node);
        }
    }
}
