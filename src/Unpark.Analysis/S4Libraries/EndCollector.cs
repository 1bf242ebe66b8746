using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Collects what a function, and the literals in it, lets end.</summary>
internal sealed class EndCollector(SignalKeys keys, FlowFunction root) : SyntaxVisitor
{
    private FlowFunction function = root;

    public List<LifecycleSignal> Found { get; } = [];

    public override void VisitFuncLit(FuncLit node)
    {
        var outer = function;
        function = function.Package.FunctionOf(node) ?? outer;
        base.VisitFuncLit(node);
        function = outer;
    }

    public override void VisitCallExpr(CallExpr node)
    {
        switch (Callees.Of(function.File, node))
        {
            case Builtin { Name: "close" } when node.Args is [var channel]:
                Add(SignalKind.Channel, channel, node);
                break;
            case Var { Type.Underlying: Signature }:
                // c.cancel()
                Add(SignalKind.Context, node.Fun, node);
                break;
            case Func { Name: "Store" or "Set" or "Swap" or "CompareAndSwap" } when node.Fun is SelectorExpr { X: var flag }:
                Add(SignalKind.Flag, flag, node);
                break;
            case Func when node.Fun is SelectorExpr { Sel.Name: var name, X: var of } && LifecycleInference.IsEnd(name):
                Add(SignalKind.Connection, of, node);
                break;
        }

        base.VisitCallExpr(node);
    }

    public override void VisitSendStmt(SendStmt node)
    {
        Add(SignalKind.Channel, node.Chan, node);
        base.VisitSendStmt(node);
    }

    public override void VisitAssignStmt(AssignStmt node)
    {
        for (var i = 0; i < node.Lhs.Length && node.Lhs.Length == node.Rhs.Length; i++)
        {
            if (Callees.Unparen(node.Lhs[i]) is SelectorExpr target && function.File.TypeOf(node.Rhs[i]).Value != null
                && function.File.TypeOf(target).Type is BasicType { Kind: BasicKind.Bool })
            {
                Add(SignalKind.Flag, target, node);
            }
        }

        base.VisitAssignStmt(node);
    }

    private void Add(SignalKind kind, Expr of, Node node)
    {
        if (keys.Of(function, of, SignalBinding.Empty) is { IsField: true } key)
        {
            var text = function.File.Tree.File.Text(node.Pos, node.End);
            Found.Add(new LifecycleSignal(kind, key, function.File, node, text.Contains('\n', StringComparison.Ordinal) ? "…" : text));
        }
    }
}
