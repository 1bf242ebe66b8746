namespace Unpark.Go.Syntax;

/// <summary>A function or method declaration.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class FuncDecl : Decl
{
    private readonly FuncBody? body;

    internal FuncDecl(CommentGroup? doc, FieldList? recv, Ident name, FuncTypeExpr type, BlockStmt? body, bool hasBody, int endPos)
    {
        Doc = doc;
        Recv = recv;
        Name = name;
        Type = type;
        this.body = body == null ? null : new FuncBody(body);
        HasBody = hasBody;
        EndPos = endPos;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FuncDecl;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The receiver of a method, or null.</summary>
    public FieldList? Recv { get; }

    /// <summary>The name.</summary>
    public Ident Name { get; }

    /// <summary>The signature, from <c>func</c> on.</summary>
    public FuncTypeExpr Type { get; }

    /// <summary>The body; null for a function without one, or where <see cref="ParseOptions.SkipFunctionBodies"/> was set.</summary>
    public BlockStmt? Body => body?.Block;

    /// <summary>True if the source has a body, even if it was skipped.</summary>
    public bool HasBody { get; }

    /// <summary>Offset behind the declaration, a skipped body included.</summary>
    public int EndPos { get; }

    /// <summary>Gives up the body, when nothing will ask for it again: bodies are most of a tree.</summary>
    internal void DropBody() => body?.Drop();

    private protected override Node? First => Type;

    /// <inheritdoc/>
    public override int End => EndPos;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFuncDecl(this);
}
