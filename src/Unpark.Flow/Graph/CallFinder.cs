using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Tells whether executing a node calls something, outside of function literals in it.</summary>
internal sealed class CallFinder : SyntaxVisitor
{
    private bool found;

    public static bool HasCall(Node node)
    {
        var finder = new CallFinder();
        finder.Visit(node);
        return finder.found;
    }

    public override void VisitCallExpr(CallExpr node) => found = true;

    public override void VisitDeferStmt(DeferStmt node) => VisitLater(node.Call);

    public override void VisitGoStmt(GoStmt node) => VisitLater(node.Call);

    // Only the function and its arguments are evaluated now.
    private void VisitLater(CallExpr call)
    {
        Visit(call.Fun);
        VisitList(call.Args);
    }

    public override void VisitFuncLit(FuncLit node)
    {
    }
}
