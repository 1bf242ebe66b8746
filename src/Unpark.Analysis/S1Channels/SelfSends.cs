using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Sends that the only goroutine that receives does itself: while it waits for room, nobody makes any.
/// </summary>
internal sealed class SelfSends
{
    private readonly SendNeverReceivedRule rule;
    private readonly PackageContext package;
    private readonly HashSet<ChannelUse> reported;

    public SelfSends(SendNeverReceivedRule rule, PackageContext package, HashSet<ChannelUse> reported)
    {
        this.reported = reported;
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the sends.</summary>
    public void Run()
    {
        foreach (var channel in package.Channels.Shared)
        {
            if (!channel.IsOpen && channel.Capacity is 0 or 1 && channel.Sends.Count > 0 && ReceiverOf(channel) is { } receiver)
            {
                package.Cancellation.ThrowIfCancellationRequested();
                Check(channel, receiver);
            }
        }
    }

    // The function in whose loop everything is received, and that is started as a goroutine, once.
    private FlowFunction? ReceiverOf(SharedChannel channel)
    {
        FlowFunction? receiver = null;
        foreach (var receive in channel.Receives)
        {
            if (receive.Function is not { } function || PackageContext.IsTest(receive.File) || !Loops.IsIn(function, receive.Syntax)
                || (receiver != null && receiver != function))
            {
                return null;
            }

            receiver = function;
        }

        return receiver != null && package.Channels.Entries.Of(receiver).Count == 1
            && package.Flow.Goroutines.Of(receiver) is [var start] && !Loops.IsIn(start.Starter, start.Place)
            && package.Channels.Entries.Of(receiver).Contains(receiver) ? receiver : null;
    }

    private void Check(SharedChannel channel, FlowFunction receiver)
    {
        foreach (var send in channel.Sends)
        {
            if (send.Function is not { } sender || !send.IsAlone || PackageContext.IsTest(send.File)
                || new PathResolver(sender).Of(send.Expr) is not { Root.Kind: VarKind.Receiver, Steps: [_] }
                || CallOf(receiver, sender) is not { } call || !reported.Add(send))
            {
                continue;
            }

            var file = send.File.Tree.File;
            var there = receiver.File.Tree.File;
            var name = ChannelText.Of(file, send.Expr) ?? channel.Name.Name;
            var what = ChannelText.Of(file, send.Syntax) ?? $"this send to {name}";
            var receive = channel.Receives[0];
            var room = channel.Capacity == 0 ? "" : " once its room for one value is taken";
            package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), sender.Name,
                $"{what} blocks for ever{room}: {receiver.Object?.Name ?? "the goroutine"} comes here by its call at line "
                + $"{ChannelText.Line(there, call.Pos)}, and nobody else receives from {name}",
                [
                    new RelatedPlace(SourceSpan.Of(there, call), "the goroutine that receives calls this"),
                    new RelatedPlace(SourceSpan.Of(there, receive.Syntax is RangeStmt ? receive.Expr : receive.Syntax), "it is received only here"),
                ], []));
            return;
        }
    }

    // The call in the receiver's loop by which it comes to the sender, on the same object.
    private CallExpr? CallOf(FlowFunction receiver, FlowFunction sender)
    {
        if (sender == receiver)
        {
            return null;
        }

        foreach (var call in receiver.Calls)
        {
            if (Loops.IsIn(receiver, call) && Reaches(receiver, call, sender, 0))
            {
                return call;
            }
        }

        return null;
    }

    private bool Reaches(FlowFunction caller, CallExpr call, FlowFunction sender, int depth)
    {
        if (depth > 4 || caller.Parents.Of(call) is GoStmt || call.Fun is not SelectorExpr method
            || Callees.FunctionOf(caller.File, call) is not { } callee || package.Flow.FunctionOf(callee) is not { } function
            || new PathResolver(caller).ReceiverOf(method) is not { Root.Kind: VarKind.Receiver, Steps: [] })
        {
            return false;
        }

        return function == sender || function.Calls.Any(c => Reaches(function, c, sender, depth + 1));
    }
}
