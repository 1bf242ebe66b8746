using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Goroutines;

/// <summary>Finds the loops that no way leads out of.</summary>
internal static class EndlessLoops
{
    /// <summary>The endless loops of a function that is looked at no further if its syntax has none that could be.</summary>
    public static IEnumerable<FunctionLoop> In(FlowFunction function)
    {
        foreach (var statement in function.LoopStatements)
        {
            if (MayBeEndless(function, statement))
            {
                return function.Loops.Where(loop => loop.IsEndless);
            }
        }

        return [];
    }

    /// <summary>The first statement in the loop that waits for time: a sleep, or a receive from a timer; or null.</summary>
    public static Node? Pause(FunctionLoop loop)
    {
        if (loop.Syntax is RangeStmt { X: var x } && IsTimer(loop.Function, x))
        {
            return loop.Syntax;
        }

        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Kind == FlowNodeKind.Statement && IsPause(loop.Function, node.Syntax))
                {
                    return node.Syntax;
                }
            }
        }

        return null;
    }

    /// <summary>True for <c>time.Sleep(d)</c> and for a receive from a timer that stands alone.</summary>
    public static bool IsPause(FlowFunction function, Node statement) => statement switch
    {
        ExprStmt { X: CallExpr call } => Callees.IsPackageFunction(function.File, call, "time", "Sleep"),
        ExprStmt or AssignStmt => DoneReceive.ChannelOf((Stmt)statement) is { } channel && IsTimer(function, channel),
        _ => false,
    };

    /// <summary>True for the channel of a timer or ticker.</summary>
    public static bool IsTimer(FlowFunction function, Expr channel) => Callees.Unparen(channel) switch
    {
        SelectorExpr { Sel.Name: "C", X: var timer } => GoTypes.IsNamed(function.File.TypeOf(timer).Type, "time", "Ticker")
            || GoTypes.IsNamed(function.File.TypeOf(timer).Type, "time", "Timer"),
        CallExpr call => Callees.IsPackageFunction(function.File, call, "time", "After")
            || Callees.IsPackageFunction(function.File, call, "time", "Tick"),
        _ => false,
    };

    /// <summary>The select statement of the loop's own blocks that waits; null if none does.</summary>
    public static SelectStmt? WaitingSelect(FunctionLoop loop)
    {
        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node is { Kind: FlowNodeKind.Select, Syntax: SelectStmt select } && LoopSelects.DefaultOf(select) == null)
                {
                    return select;
                }
            }
        }

        return null;
    }

    /// <summary>True if a select of the loop has a case for a context that is done.</summary>
    public static bool ListensToContext(FunctionLoop loop)
    {
        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Kind == FlowNodeKind.Communication && DoneReceive.Of(loop.Function, node.Syntax as Stmt) != null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MayBeEndless(FlowFunction function, Stmt statement) => statement switch
    {
        ForStmt { Cond: null } => true,
        ForStmt { Cond: var condition } => function.File.TypeOf(condition).Value is { Kind: ConstantKind.Bool },
        RangeStmt { X: var x } => Callees.Unparen(x) is SelectorExpr { Sel.Name: "C" } or CallExpr && IsTimer(function, x),
        _ => false,
    };
}
