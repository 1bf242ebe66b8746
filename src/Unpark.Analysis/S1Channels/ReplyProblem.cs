using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether a request that was received is answered, or handed to somebody, before the next one.</summary>
internal sealed class ReplyProblem : PathProblem<ReplyProblem.Request>
{
    private readonly FlowFunction server;
    private readonly Stmt receipt;
    private readonly Var held;
    private readonly Var field;
    private readonly SelectStmt? select;

    private ReplyProblem(FlowFunction server, Stmt receipt, Var held, Var field)
    {
        this.server = server;
        this.receipt = receipt;
        this.held = held;
        this.field = field;
        select = server.Parents.Of(receipt) is CommClause clause && server.Parents.Of(clause) is { } body
            ? server.Parents.Of(body) as SelectStmt : null;
    }

    /// <inheritdoc/>
    public override Request Initial => default;

    private bool IsForgotten { get; set; }

    /// <summary>The receive of a request that is not answered on some path to the next one; null if all are.</summary>
    public static Node? Forgets(FlowFunction server, Stmt receipt, Var held, Var field)
    {
        var problem = new ReplyProblem(server, receipt, held, field);
        var exploration = PathExplorer.Explore(server.Graph, new ConditionTable(server), problem, true);
        return problem.IsForgotten && exploration.IsComplete ? receipt : null;
    }

    /// <inheritdoc/>
    public override Request Apply(FlowNode node, Request state, PathStepContext<Request> context)
    {
        switch (node.Kind)
        {
            case FlowNodeKind.Select when node.Syntax == select:
                IsForgotten |= state.IsOpen;
                return default;
            case FlowNodeKind.Select or FlowNodeKind.RangeNext or FlowNodeKind.RunDefers:
                return state;
        }

        if (node.Syntax == receipt)
        {
            IsForgotten |= state.IsOpen;
            return new Request(true);
        }

        return state.IsOpen && Hands(node.Syntax) ? default : state;
    }

    // It names the channel for the answer, or the request as a whole.
    private bool Hands(Node code) => NodeSearch.Any(code, n => n switch
    {
        SelectorExpr selector => (server.File.UseOf(selector.Sel) as Var)?.Origin == field,
        Ident name => server.File.UseOf(name) == held
            && !(server.Parents.Of(name) is SelectorExpr { X: var x } part && x == name && server.File.UseOf(part.Sel) is Var { IsField: true }),
        _ => false,
    });

    /// <summary>Whether a request is to be answered.</summary>
    internal readonly record struct Request(bool IsOpen);
}
