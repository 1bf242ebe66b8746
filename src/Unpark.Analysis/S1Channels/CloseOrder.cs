using Unpark.Analysis.S6Locks;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Tells whether a close may be ordered behind what others do with the channel.</summary>
internal static class CloseOrder
{
    /// <summary>True if the function that closes, or one that calls it, waits for somebody first.</summary>
    /// <param name="package">The package.</param>
    /// <param name="close">The close.</param>
    /// <param name="byLocks">True if a lock that is taken first counts too.</param>
    public static bool IsOrdered(FlowPackage package, ChannelUse close, bool byLocks)
    {
        if (close.Function is not { } closer)
        {
            return true;
        }

        var isAtEnd = close.Launch is DeferStmt;
        if (Does(closer, isAtEnd ? closer.Body.Rbrace : close.Syntax.Pos,
            n => IsWaitCall(n) || (byLocks && IsLock(package, closer.File, n)) || (!isAtEnd && IsReceive(closer, n))))
        {
            return true;
        }

        foreach (var (caller, call) in package.CallGraph.CallersOf(closer.Root))
        {
            if (Does(caller, call.Pos, n => IsWaitCall(n) || (byLocks && IsLock(package, caller.File, n)) || IsReceive(caller, n)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a function, or one it is written in, does something before an offset.</summary>
    public static bool Does(FlowFunction function, int before, Func<Node, bool> what)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            if (NodeSearch.Any(at.Body, n => n.Pos < before && what(n)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a call that takes a lock.</summary>
    public static bool IsLock(FlowPackage package, TypedFile file, Node node) => node is CallExpr { Fun: SelectorExpr method } call
        && (LockMethods.Of(package, file, method) != null || Callees.NameOf(call) is { Name: "Lock" or "RLock" or "lock" or "rlock" });

    private static bool IsWaitCall(Node node) =>
        node is CallExpr call && Callees.NameOf(call) is { Name: var name } && name.Contains("Wait", StringComparison.Ordinal)
            && !name.Contains("Await", StringComparison.Ordinal);

    // One that stands alone: of several cases of a select another one may have come first.
    private static bool IsReceive(FlowFunction function, Node node) => node switch
    {
        UnaryExpr { Op: TokenKind.Arrow } => function.Parents.StatementOf(node) is not { } statement
            || function.Parents.Of(statement) is not CommClause clause || clause.Comm != statement,
        RangeStmt range => function.File.TypeOf(range.X).Type?.Underlying is ChanType,
        _ => false,
    };
}
