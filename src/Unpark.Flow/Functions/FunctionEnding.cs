using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Finds out how a function ends.</summary>
internal static class FunctionEnding
{
    /// <summary>
    /// False if a look at the last statement shows that the function returns: most functions are told without building
    /// their graph.
    /// </summary>
    public static bool MayNotReturn(FlowFunction function) =>
        function.Body.List is [.., var last] && MayNotReturn(function, last);

    /// <summary>How a function with this graph ends.</summary>
    public static CallEnding Of(ControlFlowGraph graph)
    {
        if (graph.Exit.IsLive)
        {
            return CallEnding.Returns;
        }

        if (graph.PanicExit is { IsLive: true })
        {
            return CallEnding.Panics;
        }

        if (graph.GoexitExit is { IsLive: true })
        {
            return CallEnding.EndsGoroutine;
        }

        foreach (var block in graph.ReversePostOrder)
        {
            if (block.Ending == FlowEnding.Process)
            {
                return CallEnding.EndsProcess;
            }
        }

        return CallEnding.NeverReturns;
    }

    private static bool MayNotReturn(FlowFunction function, Stmt statement) => statement switch
    {
        ExprStmt { X: CallExpr call } =>
            function.Package.CallsIn(function.File).EndingOf(call) != CallEnding.Returns,
        ForStmt loop => loop.Cond == null,
        IfStmt choice => choice.Else != null,
        LabeledStmt labelled => MayNotReturn(function, labelled.Stmt),
        BlockStmt or SelectStmt or SwitchStmt or TypeSwitchStmt => true,
        BranchStmt { Tok: TokenKind.Goto } => true,
        _ => false,
    };
}
