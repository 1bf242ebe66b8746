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
                if (close.Function is { } closer && !PackageContext.IsTest(close.File) && !CloseOrder.IsOrdered(package.Flow, close, true)
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
        if (send.Function is not { } sender || PackageContext.IsTest(send.File) || sender == closer
            || package.Channels.Entries.AreSequential(sender, closer)
            || !(send.IsAlone ? IsCallback(closer) && sender.Syntax is FuncDecl : IsAnnounced(send, sender, closer)))
        {
            return false;
        }

        var place = send.Select ?? send.Syntax;
        return !IsGuarded(sender, place) && !AsksFirst(sender, place, closer);
    }

    // Handed to code that is not seen, which runs it at a time of its own: what is called when a service stops.
    private bool IsCallback(FlowFunction closer) => closer.Syntax is FuncLit && LiteralRuns.Of(closer).Run == LiteralRun.Unknown
        && closer.Parents.Of(closer.Syntax) is CallExpr call && call.Args.Contains((Expr)closer.Syntax)
        && closer.Parents.Of(call) is ExprStmt && Callees.Of(closer.File, call) is not Func { Package.Path: "sync" or "testing" }
        && package.Flow.TargetOf(closer.File, call) == null;

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

    // The sender takes a lock, or recovers.
    private bool IsGuarded(FlowFunction sender, Node place) => sender.Name.EndsWith("ocked", StringComparison.Ordinal)
        || CloseOrder.Does(sender, place.Pos, n => CloseOrder.IsLock(package.Flow, sender.File, n) || n is CallExpr { Fun: Ident { Name: "recover" } });

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
            $"{name} is closed here while {Named(send.Function!)} may still send to it: " + (send.IsAlone
                ? "nothing keeps it from that, and a send on a closed channel panics"
                : "its select does not help, for a send on a closed channel is always ready, and panics"),
            [
                new RelatedPlace(SourceSpan.Of(there, send.Syntax), "this send panics when the channel is closed"),
            ], Fixes(channel, close, closer)));
    }

    private static string Named(FlowFunction function) => function.Syntax is FuncLit ? "a goroutine" : function.Object!.Name;

    // Nobody needs the close where everybody who receives listens to something else as well.
    private static ImmutableArray<Fix> Fixes(SharedChannel channel, ChannelUse close, FlowFunction closer)
    {
        if (!close.File.Tree.Diagnostics.IsEmpty || channel.IsOpen || channel.Closes.Count > 1 || channel.Receives.Exists(r => r.IsAlone)
            || closer.Parents.StatementOf(close.Syntax) is not { } statement
            || SourceEdits.RemoveLine(close.File.Tree.File, statement, true) is not { } removal)
        {
            return [];
        }

        return [new Fix("Leave the channel open: those who receive from it end without its close", true, [removal])];
    }
}
