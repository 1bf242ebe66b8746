using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Finds the operation on a line that goroutines are blocked in.</summary>
internal static class OperationFinder
{
    /// <summary>The operation, or null if the line holds none of the kind.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <param name="kind">What the goroutines do; unknown for any.</param>
    public static BlockedOperation? Find(TypedFile file, int line, BlockingKind kind)
    {
        var source = file.Tree.File;
        BlockedOperation? best = null;
        var bestSize = int.MaxValue;
        foreach (var node in NodeSearch.All<Node>(file.Tree.Root))
        {
            if (node.Pos < 0 || node.End > source.Length || !Touches(source, node, line)
                || Of(file, node) is not { } operation || !Fits(operation.Kind, kind))
            {
                continue;
            }

            // One that begins on the line goes before one around it, and of these the smallest.
            var begins = source.PositionOf(node.Pos).Line == line;
            var size = (node.End - node.Pos) + (begins ? 0 : 1 << 24);
            if (size < bestSize)
            {
                (best, bestSize) = (operation, size);
            }
        }

        return best;
    }

    /// <summary>The call on a line, the outermost one that begins there; null if there is none.</summary>
    public static CallExpr? CallAt(TypedFile file, int line)
    {
        CallExpr? best = null;
        foreach (var call in NodeSearch.All<CallExpr>(file.Tree.Root))
        {
            if (call.End <= file.Tree.File.Length && Touches(file.Tree.File, call, line)
                && (best is null || (best.End - best.Pos) < (call.End - call.Pos))
                && call.Fun is not FuncLit)
            {
                best = call;
            }
        }

        return best;
    }

    // A statement with a body is at the line of its head.
    private static bool Touches(SourceFile file, Node node, int line)
    {
        var end = node switch
        {
            SelectStmt select => select.Select,
            RangeStmt range => range.X.End,
            CallExpr { Args: [.., FuncLit literal] } => literal.Pos,
            _ => node.End,
        };
        return file.PositionOf(node.Pos).Line <= line && line <= file.PositionOf(Math.Clamp(end, node.Pos, file.Length)).Line;
    }

    private static BlockedOperation? Of(TypedFile file, Node node)
    {
        switch (node)
        {
            case SendStmt send:
                return new(BlockingKind.ChanSend, send, send.Chan, ChannelUses.VariableOf(file, send.Chan));
            case UnaryExpr { Op: TokenKind.Arrow } receive:
                return new(BlockingKind.ChanReceive, receive, receive.X, ChannelUses.VariableOf(file, receive.X));
            case RangeStmt range when file.TypeOf(range.X).Type?.Underlying is ChanType or UnknownType or null:
                return new(BlockingKind.ChanReceive, range, range.X, ChannelUses.VariableOf(file, range.X));
            case SelectStmt select:
                return new(select.Body.List.IsEmpty ? BlockingKind.SelectNoCases : BlockingKind.Select, select, null, null);
            case CallExpr call when Callees.Unparen(call.Fun) is SelectorExpr selector && KindOf(file, selector) is { } kind:
                return new(kind, call, selector.X, SubjectOf(file, selector));
            default:
                return null;
        }
    }

    private static Var? SubjectOf(TypedFile file, SelectorExpr selector)
        => ChannelUses.VariableOf(file, selector.X)
            ?? (Callees.Unparen(selector.X) is StarExpr star ? ChannelUses.VariableOf(file, star.X) : null);

    private static BlockingKind? KindOf(TypedFile file, SelectorExpr selector)
    {
        var method = file.UseOf(selector.Sel) as Func;
        var package = method?.Package?.Path;
        var type = method is null ? null : Callees.ReceiverName(method);
        return (selector.Sel.Name, type) switch
        {
            ("Lock", "RWMutex") when package == "sync" => BlockingKind.RWMutexLock,
            ("RLock", _) => BlockingKind.RWMutexRLock,
            ("Lock", _) => BlockingKind.MutexLock,
            ("Do", "Once") when package == "sync" => BlockingKind.MutexLock,
            ("Wait", "WaitGroup") => BlockingKind.WaitGroupWait,
            ("Wait", "Cond") => BlockingKind.CondWait,
            ("Wait", "Group") => BlockingKind.WaitGroupWait,
            ("Sleep", _) when package == "time" => BlockingKind.Sleep,
            ("Acquire", _) => BlockingKind.Semaphore,
            _ => null,
        };
    }

    private static bool Fits(BlockingKind found, BlockingKind wanted) => wanted switch
    {
        BlockingKind.Unknown => true,
        BlockingKind.ChanReceive or BlockingKind.ChanReceiveNil => found == BlockingKind.ChanReceive,
        BlockingKind.ChanSend or BlockingKind.ChanSendNil => found == BlockingKind.ChanSend,
        BlockingKind.Select or BlockingKind.SelectNoCases => found is BlockingKind.Select or BlockingKind.SelectNoCases,
        // A writer waits for other writers at a mutex, and older versions of Go have one word for all of these.
        BlockingKind.MutexLock or BlockingKind.RWMutexLock => found is BlockingKind.MutexLock or BlockingKind.RWMutexLock,
        BlockingKind.Semaphore => BlockingKinds.IsLock(found) || found is BlockingKind.WaitGroupWait or BlockingKind.Semaphore,
        _ => found == wanted,
    };
}
