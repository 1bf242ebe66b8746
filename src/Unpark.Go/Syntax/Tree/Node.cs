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
    public virtual int Pos
    {
        get
        {
            // Not by recursion: a node may lean to the left a hundred thousand levels deep.
            var node = First!;
            while (node.First is { } next)
            {
                node = next;
            }

            return node.Pos;
        }
    }

    /// <summary>The offset in bytes just behind the node.</summary>
    public virtual int End
    {
        get
        {
            var node = Last!;
            while (node.Last is { } next)
            {
                node = next;
            }

            return node.End;
        }
    }

    /// <summary>The child the node starts with, or null if it has a <see cref="Pos"/> of its own.</summary>
    private protected virtual Node? First => null;

    /// <summary>The child the node ends with, or null if it has an <see cref="End"/> of its own.</summary>
    private protected virtual Node? Last => null;

    /// <summary>Calls the method of <paramref name="visitor"/> for this class of nodes.</summary>
    public abstract void Accept(SyntaxVisitor visitor);
}
