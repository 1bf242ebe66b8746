using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>Looks for statements that would mean something else in another statement or function.</summary>
internal sealed class BranchFinder : SyntaxVisitor
{
    private readonly bool anyBranch;
    private int inner;
    private bool found;

    private BranchFinder(bool anyBranch)
    {
        this.anyBranch = anyBranch;
    }

    /// <summary>True if the body has a break without a label that leaves the statement the body is of.</summary>
    public static bool HasBreak(BlockStmt body)
    {
        var finder = new BranchFinder(false);
        finder.Visit(body);
        return finder.found;
    }

    /// <summary>True if the body returns, or has a break, continue or goto that leads out of it.</summary>
    public static bool Leaves(BlockStmt body)
    {
        var finder = new BranchFinder(true);
        finder.Visit(body);
        return finder.found;
    }

    public override void VisitBranchStmt(BranchStmt node) => found |= anyBranch
        ? node.Label != null || inner == 0 || node.Tok == TokenKind.Continue || node.Tok == TokenKind.Goto
        : inner == 0 && node is { Tok: TokenKind.Break, Label: null };

    public override void VisitReturnStmt(ReturnStmt node) => found |= anyBranch;

    public override void VisitForStmt(ForStmt node) => Inside(node.Body);

    public override void VisitRangeStmt(RangeStmt node) => Inside(node.Body);

    public override void VisitSelectStmt(SelectStmt node) => Inside(node.Body);

    public override void VisitSwitchStmt(SwitchStmt node) => Inside(node.Body);

    public override void VisitTypeSwitchStmt(TypeSwitchStmt node) => Inside(node.Body);

    public override void VisitFuncLit(FuncLit node)
    {
    }

    private void Inside(BlockStmt body)
    {
        inner++;
        Visit(body);
        inner--;
    }
}
