using Unpark.Go.Syntax;

namespace Unpark.Flow.Tests;

/// <summary>What must hold of every control-flow graph.</summary>
public static class GraphVerifier
{
    public static List<string> Defects(ControlFlowGraph graph)
    {
        var defects = new List<string>();
        var reached = new HashSet<FlowBlock>(graph.ReversePostOrder);
        for (var i = 0; i < graph.Blocks.Length; i++)
        {
            var block = graph.Blocks[i];
            Check(block.Index == i, () => $"{block} is at {i}");
            Check(block.IsLive == reached.Contains(block), () => $"{block} is live: {block.IsLive}");
            foreach (var edge in block.Successors)
            {
                Check(edge.From == block, () => $"{edge} is among the successors of {block}");
                Check(edge.To.Predecessors.Count(e => ReferenceEquals(e, edge)) == 1, () => $"{edge} is not a predecessor");
                Check(IsWellFormed(edge), () => $"{edge} has the wrong syntax");
            }

            foreach (var edge in block.Predecessors)
            {
                Check(edge.To == block && edge.From.Successors.Contains(edge), () => $"{edge} is not a successor");
            }

            var isExit = block == graph.Exit || block == graph.PanicExit || block == graph.GoexitExit;
            Check(block.Successors.Length > 0 || isExit || block.Ending != FlowEnding.None || !block.IsLive, () => $"nothing follows {block}, and it is no end");
            Check(block.Ending == FlowEnding.None || block.Successors.IsEmpty, () => $"{block} ends and goes on");
        }

        var order = new Dictionary<FlowBlock, int>();
        for (var i = 0; i < graph.ReversePostOrder.Length; i++)
        {
            order[graph.ReversePostOrder[i]] = i;
        }

        Check(graph.ReversePostOrder[0] == graph.Entry, () => "the order does not begin with the entry");
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (var block in graph.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                Check(node.Kind == FlowNodeKind.RunDefers || seen.Add(node.Syntax), () => $"{node} is twice in the graph");
                Check(node.Kind != FlowNodeKind.Statement || node.Syntax is Stmt, () => $"{node} is no statement");
            }
        }

        var expected = new SimpleStatements();
        expected.Visit(graph.Body);
        foreach (var node in expected.Found)
        {
            Check(seen.Contains(node), () => $"the {node.Kind} at {node.Pos} is not in the graph");
        }

        foreach (var node in seen.Where(n => n is Stmt and not (SelectStmt or RangeStmt)))
        {
            Check(expected.Found.Contains(node), () => $"the {node.Kind} at {node.Pos} should not be in the graph");
        }

        return defects;

        void Check(bool holds, Func<string> defect)
        {
            if (!holds)
            {
                defects.Add(defect());
            }
        }
    }

    private static bool IsSplit(Expr condition) => condition is ParenExpr
        or UnaryExpr { Op: TokenKind.Not } or BinaryExpr { Op: TokenKind.LAnd or TokenKind.LOr };

    private static bool IsWellFormed(FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.Jump or FlowEdgeKind.Recovered => edge.Syntax == null,
        FlowEdgeKind.True or FlowEdgeKind.False => edge.Syntax is Expr condition && !IsSplit(condition),
        FlowEdgeKind.Match or FlowEdgeKind.NoMatch => edge.Tag != null ? edge.Syntax is Expr : edge.Syntax is CaseClause,
        FlowEdgeKind.Next or FlowEdgeKind.Done => edge.Syntax is RangeStmt,
        FlowEdgeKind.Chosen => edge.Syntax is CommClause,
        FlowEdgeKind.Return => edge.Syntax is ReturnStmt or BlockStmt,
        _ => edge.Syntax != null,
    };

    /// <summary>The statements that are steps: all but compound and empty ones and labels.</summary>
    private sealed class SimpleStatements : SyntaxVisitor
    {
        public HashSet<Node> Found { get; } = new(ReferenceEqualityComparer.Instance);

        protected override void VisitNode(Node node)
        {
            switch (node)
            {
                case EmptyStmt or not Stmt:
                    return;
                case BlockStmt or LabeledStmt or IfStmt or ForStmt or RangeStmt or SwitchStmt or TypeSwitchStmt
                    or SelectStmt or CaseClause or CommClause:
                    base.VisitNode(node);
                    return;
                default:
                    Found.Add(node);
                    return;
            }
        }
    }
}
