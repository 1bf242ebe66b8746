namespace Unpark.Go.Syntax;

/// <summary>An identifier, the blank identifier <c>_</c> included.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class Ident : Expr
{
    internal Ident(int id, int namePos, string name) : base(id)
    {
        NamePos = namePos;
        Name = name;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.Ident;

    /// <summary>Offset of the name.</summary>
    public int NamePos { get; }

    /// <summary>The name, interned.</summary>
    public string Name { get; }

    /// <summary>Length of the name in bytes.</summary>
    public int Length => System.Text.Encoding.UTF8.GetByteCount(Name);

    /// <inheritdoc/>
    public override int Pos => NamePos;

    /// <inheritdoc/>
    public override int End => NamePos + Length;

    /// <summary>True for the blank identifier <c>_</c>.</summary>
    public bool IsBlank => Name.Length == 1 && Name[0] == '_';

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitIdent(this);
}
