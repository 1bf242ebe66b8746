namespace Unpark.Go.Syntax;

/// <summary>
/// A node of a syntax tree, as go/ast has them. Nodes are immutable, know no parent and no file: whoever holds a node
/// knows the <see cref="SyntaxTree"/> it is from.
/// </summary>
public abstract class Node
{
    /// <summary>The position of what is not there.</summary>
    public const int NoPos = -1;

    private protected Node()
    {
    }

    /// <summary>The class of the node, to switch on.</summary>
    public abstract NodeKind Kind { get; }

    /// <summary>The offset in bytes of the node's first byte.</summary>
    public abstract int Pos { get; }

    /// <summary>The offset in bytes just behind the node.</summary>
    public abstract int End { get; }

    /// <summary>Calls the method of <paramref name="visitor"/> for this class of nodes.</summary>
    public abstract void Accept(SyntaxVisitor visitor);
}
