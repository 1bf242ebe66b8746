using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.S6Locks;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Channels that one function closes while another may still send to them in a select: the alternatives of a select do not
/// help against the panic.
/// </summary>
internal sealed class CloseRaces
{
    private readonly ClosedChannelRule rule;
    private readonly PackageContext package;

    public CloseRaces(ClosedChannelRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the closes.</summary>
    public void Run()
    {
        foreach (var channel in package.Channels.Shared)
        {
            if (channel.Closes.Count == 0 || channel.Sends.Count == 0)
            {
                continue;
            }

            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var close in channel.Closes)
            {
                if (close.Function is { } closer && !PackageContext.IsTest(close.File) && !IsOrdered(closer, close)
                    && channel.Sends.Find(s => Races(s, close, closer)) is { } send)
                {
                    Report(channel, close, closer, send);
                    break;
                }
            }
        }
    }

    private bool Races(ChannelUse send, ChannelUse close, FlowFunction closer)
    {
        if (send.IsAlone || send.Function is not { } sender || PackageContext.IsTest(send.File) || sender == closer
            || package.Channels.Entries.AreSequential(sender, closer) || !IsAnnounced(send, sender, closer))
        {
            return false;
        }

        return !IsGuarded(sender, send.Select!) && !AsksFirst(sender, send.Select!, closer);
    }

    // The sender expects that the closer runs meanwhile: it listens to what the closer tells on another channel.
    private bool IsAnnounced(ChannelUse send, FlowFunction sender, FlowFunction closer)
    {
        foreach (var statement in send.Select!.Body.List)
        {
            if (statement is not CommClause clause || clause == send.Clause)
            {
                continue;
            }

            if (clause.Comm is not { } comm)
            {
                return sender.Object is { Exported: true };
            }

            if (DoneReceive.ChannelOf(comm) is not { } signal)
            {
                continue;
            }

            if (DoneReceive.Of(sender, comm) != null ? Cancels(closer)
                : ChannelUses.VariableOf(send.File, signal) is { } other && Closes(closer, other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Cancels(FlowFunction closer) => closer.Calls.Any(c =>
        closer.File.TypeOf(c.Fun).Type is { } type && GoTypes.IsNamed(type, "context", "CancelFunc"));

    private bool Closes(FlowFunction closer, Var signal) =>
        package.Flow.Channels.In(closer).Any(u => u.Channel == signal && u.Use.Kind == ChannelUseKind.Close);

    // The closer, or who calls it, takes a lock or waits for somebody first.
    private bool IsOrdered(FlowFunction closer, ChannelUse close)
    {
        var isAtEnd = close.Launch is DeferStmt;
        if (Does(closer, isAtEnd ? closer.Body.Rbrace : close.Syntax.Pos,
            n => IsWaitCall(n) || IsLock(closer.File, n) || (!isAtEnd && IsReceive(closer, n))))
        {
            return true;
        }

        foreach (var (caller, call) in package.Flow.CallGraph.CallersOf(closer.Root))
        {
            if (Does(caller, call.Pos, n => IsWaitCall(n) || IsLock(caller.File, n) || IsReceive(caller, n)))
            {
                return true;
            }
        }

        return false;
    }

    // The sender takes a lock, or recovers.
    private bool IsGuarded(FlowFunction sender, Node select) => sender.Name.EndsWith("ocked", StringComparison.Ordinal)
        || Does(sender, select.Pos, n => IsLock(sender.File, n) || n is CallExpr { Fun: Ident { Name: "recover" } });

    private static bool Does(FlowFunction function, int before, Func<Node, bool> what)
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

    private bool IsLock(TypedFile file, Node node) => node is CallExpr { Fun: SelectorExpr method } call
        && (LockMethods.Of(package.Flow, file, method) != null || Callees.NameOf(call) is { Name: "Lock" or "RLock" or "lock" or "rlock" });

    private static bool IsWaitCall(Node node) =>
        node is CallExpr call && Callees.NameOf(call) is { Name: var name } && name.StartsWith("Wait", StringComparison.OrdinalIgnoreCase);

    // One that stands alone: of several cases of a select another one may have come first.
    private static bool IsReceive(FlowFunction function, Node node) => node switch
    {
        UnaryExpr { Op: TokenKind.Arrow } => function.Parents.StatementOf(node) is not { } statement
            || function.Parents.Of(statement) is not CommClause clause || clause.Comm != statement,
        RangeStmt range => function.File.TypeOf(range.X).Type?.Underlying is ChanType,
        _ => false,
    };

    // The sender asks a field that the closer sets, whether it may still send.
    private static bool AsksFirst(FlowFunction sender, Node select, FlowFunction closer)
    {
        var asked = new HashSet<Var>(ReferenceEqualityComparer.Instance);
        foreach (var choice in NodeSearch.All<IfStmt>(sender.Root.Body))
        {
            if (choice.Pos < select.Pos)
            {
                asked.UnionWith(FieldsIn(sender.File, choice.Cond));
            }
        }

        return asked.Count > 0 && FieldsIn(closer.File, closer.Root.Body).Exists(asked.Contains);
    }

    private static List<Var> FieldsIn(TypedFile file, Node node) => NodeSearch.All<SelectorExpr>(node)
        .ConvertAll(s => file.UseOf(s.Sel) is Var { IsField: true } field && field.Type.Underlying is BasicType or StructType ? field.Origin : null)
        .OfType<Var>().ToList();

    private void Report(SharedChannel channel, ChannelUse close, FlowFunction closer, ChannelUse send)
    {
        var file = close.File.Tree.File;
        var there = send.File.Tree.File;
        var name = ChannelText.Of(file, close.Expr) ?? channel.Name.Name;
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, close.Syntax), closer.Name,
            $"{name} is closed here while {Named(send.Function!)} may still send to it: its select does not help, for a send on a closed "
            + "channel is always ready, and panics",
            [
                new RelatedPlace(SourceSpan.Of(there, send.Syntax), "this send panics when the channel is closed"),
            ], Fixes(channel, close, closer)));
    }

    private static string Named(FlowFunction function) => function.Syntax is FuncLit ? "a goroutine" : function.Object!.Name;

    // Nobody needs the close where everybody who receives listens to something else as well.
    private static ImmutableArray<Fix> Fixes(SharedChannel channel, ChannelUse close, FlowFunction closer)
    {
        if (channel.IsOpen || channel.Closes.Count > 1 || channel.Receives.Exists(r => r.IsAlone)
            || closer.Parents.StatementOf(close.Syntax) is not { } statement
            || SourceEdits.RemoveLine(close.File.Tree.File, statement, true) is not { } removal)
        {
            return [];
        }

        return [new Fix("Leave the channel open: those who receive from it end without its close", true, [removal])];
    }
}
