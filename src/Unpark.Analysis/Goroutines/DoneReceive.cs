using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>A receive from the channel of a context, <c>&lt;-ctx.Done()</c>.</summary>
/// <param name="Context">The context as an expression.</param>
internal sealed record DoneReceive(Expr Context)
{
    /// <summary>What a select clause or statement receives from, if it is a context's channel; otherwise null.</summary>
    public static DoneReceive? Of(FlowFunction function, Stmt? communication) =>
        ChannelOf(communication) is { } channel && ContextOf(function, channel) is { } context
            ? new DoneReceive(context)
            : null;

    /// <summary>The channel that a statement receives from; null if it is no receive.</summary>
    public static Expr? ChannelOf(Stmt? communication) => communication switch
    {
        ExprStmt { X: var x } => Received(x),
        AssignStmt { Rhs: [var x] } => Received(x),
        _ => null,
    };

    private static Expr? Received(Expr expression) =>
        Callees.Unparen(expression) is UnaryExpr { Op: TokenKind.Arrow, X: var channel } ? Callees.Unparen(channel) : null;

    private static Expr? ContextOf(FlowFunction function, Expr channel)
    {
        // done := ctx.Done()
        if (channel is Ident name && function.File.UseOf(name) is Var variable
            && function.Locals.Of(variable)?.OnlyValue is { } value)
        {
            channel = Callees.Unparen(value);
        }

        return channel is CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var context } }
            && ContextScope.IsContext(function.File.TypeOf(context).Type)
            ? Callees.Unparen(context)
            : null;
    }
}
