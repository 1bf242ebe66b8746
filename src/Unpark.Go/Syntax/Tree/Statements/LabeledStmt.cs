namespace Unpark.Go.Syntax;

/// <summary>A labelled statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class LabeledStmt : Stmt
{
    internal LabeledStmt(Ident label, int colon, Stmt stmt)
    {
        Label = label;
        Colon = colon;
        Stmt = stmt;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.LabeledStmt;

    /// <summary>The label.</summary>
    public Ident Label { get; }

    /// <summary>Offset of <c>:</c>.</summary>
    public int Colon { get; }

    /// <summary>The statement.</summary>
    public Stmt Stmt { get; }

    private protected override Node? First => Label;

    private protected override Node? Last => Stmt;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitLabeledStmt(this);
}
