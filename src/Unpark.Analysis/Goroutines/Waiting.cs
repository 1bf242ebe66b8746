using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Tells by what a goroutine and its starter do whether one knows of the other's end.</summary>
internal static class Waiting
{
    /// <summary>
    /// True if code waits for something once a go statement is done: it receives, selects, calls Wait or the like behind
    /// it, in a loop around it, or in a deferred function. What it waits for is not asked.
    /// </summary>
    public static bool Waits(TypedFile file, Node code, GoStmt statement)
    {
        var loop = NodeSearch.First(code, n => n is ForStmt or RangeStmt && IsIn(statement, n), literals: false);
        var defers = NodeSearch.All<DeferStmt>(code);
        return NodeSearch.Any(code, node => IsWait(file, node) && !IsIn(node, statement) && (node.Pos > statement.End
            || IsIn(statement, node) || (loop != null && IsIn(node, loop)) || defers.Exists(d => IsIn(node, d))));
    }

    /// <summary>
    /// True if the code of a goroutine takes part in something others know of: it signals on a channel or a wait group,
    /// receives or selects, or asks a context. What is sent to a channel that nothing receives from tells nobody.
    /// </summary>
    public static bool TakesPart(FlowPackage package, TypedFile file, Node code) => NodeSearch.Any(code, node => node switch
    {
        SendStmt send => !IsUnheard(package, file, send.Chan),
        CallExpr { Fun: Ident { Name: "close" }, Args: [var closed] } => !IsUnheard(package, file, closed),
        SelectStmt or UnaryExpr { Op: TokenKind.Arrow } => true,
        RangeStmt range => file.TypeOf(range.X).Type?.Underlying is ChanType or UnknownType or null,
        CallExpr call => Callees.NameOf(call)?.Name is "Done" or "close" or "Wait" or "Signal" or "Broadcast",
        Ident ident => IsContext(file.TypeOf(ident).Type),
        _ => false,
    });

    /// <summary>True for context.Context.</summary>
    public static bool IsContext(GoType? type) => GoTypes.IsNamed(type, "context", "Context");

    /// <summary>True for context.Background() and context.TODO().</summary>
    public static bool IsRoot(TypedFile file, Expr value) =>
        Callees.Unparen(value) is CallExpr call && (Callees.IsPackageFunction(file, call, "context", "Background")
            || Callees.IsPackageFunction(file, call, "context", "TODO"));

    /// <summary>True if the code limits itself in time, or is given a context, whose deadline is not known.</summary>
    public static bool HasDeadline(TypedFile file, Node code) => NodeSearch.Any(code, node => node switch
    {
        CallExpr call => Callees.NameOf(call)?.Name is { } name && (name.Contains("Timeout", StringComparison.Ordinal)
            || name.Contains("Deadline", StringComparison.Ordinal) || name is "After" or "NewTimer" or "AfterFunc" or "Tick"),
        Ident ident => IsContext(file.TypeOf(ident).Type),
        _ => false,
    });

    // The channel is made in the package, stays in its one variable or field, and is sent to and closed only.
    private static bool IsUnheard(FlowPackage package, TypedFile file, Expr channel)
    {
        if (ChannelUses.VariableOf(file, channel) is not { Exported: false, Kind: VarKind.Local or VarKind.Field } variable)
        {
            return false;
        }

        var isMade = false;
        foreach (var use in package.Channels.Of(variable))
        {
            isMade |= use.Kind == ChannelUseKind.Make;
            if (use.Kind is not (ChannelUseKind.Make or ChannelUseKind.Declare or ChannelUseKind.Send or ChannelUseKind.Close))
            {
                return false;
            }
        }

        return isMade;
    }

    private static bool IsWait(TypedFile file, Node node) => node switch
    {
        UnaryExpr { Op: TokenKind.Arrow } or SelectStmt => true,
        RangeStmt range => file.TypeOf(range.X).Type?.Underlying is ChanType,
        CallExpr call => Callees.NameOf(call)?.Name is { } name && (name.StartsWith("Wait", StringComparison.Ordinal)
            || name.StartsWith("wait", StringComparison.Ordinal) || name is "Join" or "Await"),
        _ => false,
    };

    private static bool IsIn(Node node, Node? outer) => outer != null && node.Pos >= outer.Pos && node.End <= outer.End;
}
