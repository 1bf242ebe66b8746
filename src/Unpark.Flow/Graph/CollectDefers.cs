using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Finds the defer statements of a function, not those of function literals in it.</summary>
internal sealed class CollectDefers : SyntaxVisitor
{
    private readonly List<DeferStmt> found;

    private CollectDefers(List<DeferStmt> found)
    {
        this.found = found;
    }

    public static void In(BlockStmt body, List<DeferStmt> found) => new CollectDefers(found).Visit(body);

    public override void VisitDeferStmt(DeferStmt node) => found.Add(node);

    // Statements contain statements only; expressions need no visit.
    protected override void VisitNode(Node node)
    {
        if (node is Stmt)
        {
            base.VisitNode(node);
        }
    }
}
