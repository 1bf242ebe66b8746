using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Kernels.Editing;

/// <summary>Finds the innermost statement of a list of statements that an offset lies in.</summary>
internal sealed class StatementFinder : SyntaxVisitor
{
    private readonly int at;
    private Stmt? found;

    private StatementFinder(int at)
    {
        this.at = at;
    }

    /// <summary>The statement, or null if the offset lies in none below the node.</summary>
    public static Stmt? At(Node root, int at)
    {
        var finder = new StatementFinder(at);
        finder.Visit(root);
        return finder.found;
    }

    /// <inheritdoc/>
    public override void VisitBlockStmt(BlockStmt node)
    {
        Choose(node.List);
        base.VisitBlockStmt(node);
    }

    /// <inheritdoc/>
    public override void VisitCaseClause(CaseClause node)
    {
        Choose(node.Body);
        base.VisitCaseClause(node);
    }

    /// <inheritdoc/>
    public override void VisitCommClause(CommClause node)
    {
        Choose(node.Body);
        base.VisitCommClause(node);
    }

    // Lists are met from the outside in; the clauses of a switch are a list too, which nothing can be put into.
    private void Choose(ImmutableArray<Stmt> list) =>
        found = list.FirstOrDefault(s => s is not (CaseClause or CommClause) && s.Pos <= at && at < s.End) ?? found;
}
