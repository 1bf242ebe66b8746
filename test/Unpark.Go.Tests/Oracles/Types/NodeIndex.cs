using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Oracles;

/// <summary>The nodes of a file by kind and extent.</summary>
internal sealed class NodeIndex : SyntaxVisitor
{
    private readonly Dictionary<(int Pos, int End, NodeKind Kind), Node> nodes = [];
    private readonly Dictionary<int, Ident> idents = [];

    public NodeIndex(SyntaxTree tree) => Visit(tree.Root);

    public IReadOnlyCollection<Node> All => nodes.Values;

    public Node? Find(NodeKind kind, int pos, int end) => nodes.GetValueOrDefault((pos, end, kind));

    public Ident? IdentAt(int pos) => idents.GetValueOrDefault(pos);

    protected override void VisitNode(Node node)
    {
        // A block without braces of its own and the like cannot be: an extent and a kind tell a node.
        nodes.TryAdd((node.Pos, node.End, node.Kind), node);
        if (node is Ident ident)
        {
            idents.TryAdd(ident.Pos, ident);
        }

        base.VisitNode(node);
    }
}
