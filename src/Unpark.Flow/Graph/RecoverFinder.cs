using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Looks for a call of <c>recover</c> in a deferred function itself, where it stops a panic.</summary>
internal sealed class RecoverFinder : SyntaxVisitor
{
    private readonly Func<Ident, bool> isRecover;
    private bool found;

    private RecoverFinder(Func<Ident, bool> isRecover)
    {
        this.isRecover = isRecover;
    }

    /// <summary>True if the body calls recover outside of function literals in it.</summary>
    /// <param name="body">The body of the deferred function.</param>
    /// <param name="isRecover">Whether an identifier <c>recover</c> is the built-in function.</param>
    public static bool CallsRecover(BlockStmt body, Func<Ident, bool> isRecover)
    {
        var finder = new RecoverFinder(isRecover);
        finder.Visit(body);
        return finder.found;
    }

    public override void VisitCallExpr(CallExpr node)
    {
        found |= node.Fun is Ident { Name: "recover" } ident && isRecover(ident);
        base.VisitCallExpr(node);
    }

    // recover has no effect where it is not called by the deferred function itself.
    public override void VisitFuncLit(FuncLit node)
    {
    }
}
