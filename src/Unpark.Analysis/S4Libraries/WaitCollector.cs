using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Collects what a function waits for and then ends, or leaves its loop.</summary>
internal sealed class WaitCollector(SignalKeys keys, FlowFunction function, SignalBinding binding, List<LifecycleSignal> waits)
    : SyntaxVisitor
{
    public override void VisitFuncLit(FuncLit node)
    {
    }

    public override void VisitRangeStmt(RangeStmt node)
    {
        if (function.File.TypeOf(node.X).Type?.Underlying is ChanType)
        {
            Add(SignalKind.Channel, node.X, node, "range " + Text(node.X));
        }

        base.VisitRangeStmt(node);
    }

    public override void VisitCommClause(CommClause node)
    {
        // A case that ends the loop or the function; or a channel whose second value is asked for.
        if (node.Comm is { } comm && Received(comm) is { } receive && LeaveSearch.Leaves(node))
        {
            AddReceive(receive);
        }

        foreach (var statement in node.Body)
        {
            Visit(statement);
        }
    }

    public override void VisitUnaryExpr(UnaryExpr node)
    {
        if (node.Op == TokenKind.Arrow)
        {
            AddReceive(node);
        }

        base.VisitUnaryExpr(node);
    }

    public override void VisitCallExpr(CallExpr node)
    {
        // A read that fails once what is read from is closed.
        if (node.Fun is SelectorExpr { Sel.Name: var name, X: var of } && IsRead(name) && keys.Of(function, of, binding) is { IsField: true })
        {
            Add(SignalKind.Connection, of, node, Text(node.Fun) + "()");
        }
        else if (node.Fun is SelectorExpr { Sel.Name: "Load" or "IsSet", X: var flag } && IsAsked(node))
        {
            Add(SignalKind.Flag, flag, node, Text(node.Fun) + "()");
        }

        base.VisitCallExpr(node);
    }

    public override void VisitSelectorExpr(SelectorExpr node)
    {
        if (function.File.TypeOf(node).Type is BasicType { Kind: BasicKind.Bool } && function.File.UseOf(node.Sel) is Var { IsField: true }
            && IsAsked(node))
        {
            Add(SignalKind.Flag, node, node, Text(node));
        }

        base.VisitSelectorExpr(node);
    }

    // if c.closed { return }
    private bool IsAsked(Node node)
    {
        var at = function.Parents.Of(node);
        while (at is ParenExpr or UnaryExpr or BinaryExpr)
        {
            at = function.Parents.Of(at);
        }

        return at is ForStmt || (at is IfStmt choice && LeaveSearch.Leaves(choice.Body));
    }

    private static bool IsRead(string name) => name is "Accept" or "AcceptTCP" or "Recv" or "Receive" or "RecvMsg" or "ReadMessage"
        or "ReadFrom" or "ReadFromUDP" or "ReadMsgUDP" or "ReadPacket" or "ReadFrame" or "Read" or "ReadByte" or "ReadLine"
        or "ReadString" or "ReadBytes" or "ReadSlice" or "Decode" or "Next" or "Poll" or "Wait" or "Serve";

    private static UnaryExpr? Received(Stmt comm) => comm switch
    {
        ExprStmt { X: var x } => Callees.Unparen(x) as UnaryExpr,
        AssignStmt { Rhs: [var x] } => Callees.Unparen(x) as UnaryExpr,
        _ => null,
    };

    private void AddReceive(UnaryExpr receive)
    {
        var channel = Callees.Unparen(receive.X);
        if (channel is CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var context }, Args: [] }
            && GoTypes.IsNamed(function.File.TypeOf(context).Type, "context", "Context"))
        {
            Add(SignalKind.Context, context, receive, "<-" + Text(channel));
            return;
        }

        Add(SignalKind.Channel, channel, receive, "<-" + Text(channel));
    }

    private void Add(SignalKind kind, Expr of, Node node, string text)
    {
        if (keys.Of(function, of, binding) is { } key)
        {
            waits.Add(new LifecycleSignal(kind, key, function.File, node, text));
        }
    }

    private string Text(Node node) => function.File.Tree.File.Text(node.Pos, node.End);

    /// <summary>Tells whether a clause leaves more than itself.</summary>
    private sealed class LeaveSearch : SyntaxVisitor
    {
        private bool found;

        public static bool Leaves(Node node)
        {
            var search = new LeaveSearch();
            search.Visit(node);
            return search.found;
        }

        public override void VisitReturnStmt(ReturnStmt node) => found = true;

        public override void VisitBranchStmt(BranchStmt node) =>
            found |= node.Tok is TokenKind.Break or TokenKind.Goto;

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }
}
