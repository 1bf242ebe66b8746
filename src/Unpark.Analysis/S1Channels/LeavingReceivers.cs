using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Sends without an alternative to a channel that is received from only in selects which end with a context or a stop
/// channel: once these ended, nobody receives, and who still sends stays.
/// </summary>
internal sealed class LeavingReceivers
{
    private readonly SendNeverReceivedRule rule;
    private readonly PackageContext package;
    private readonly HashSet<ChannelUse> reported;

    public LeavingReceivers(SendNeverReceivedRule rule, PackageContext package, HashSet<ChannelUse> reported)
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
            if (channel.IsOpen || channel.Closes.Count > 0 || channel.Capacity is not (0 or 1) || channel.Receives.Count == 0)
            {
                continue;
            }

            package.Cancellation.ThrowIfCancellationRequested();
            CommClause? stop = null;
            if (channel.Receives.TrueForAll(r => (stop = StopOf(r)) != null) && channel.Sends.Find(s => IsStuck(s, channel)) is { } send
                && reported.Add(send))
            {
                Report(channel, send, channel.Receives[0], StopOf(channel.Receives[0])!);
            }
        }
    }

    private CommClause? StopOf(ChannelUse receive) => receive is { IsAlone: false, Function: { } function } && !PackageContext.IsTest(receive.File)
        ? package.Channels.StopCases.Of(function, receive) : null;

    // Room for one value is enough for an answer: it counts only where values come again and again. A signal that carries
    // nothing, and is given at one place, is mostly given once until it is taken.
    private bool IsStuck(ChannelUse send, SharedChannel channel) => send is { IsAlone: true, Function: { } sender } && !PackageContext.IsTest(send.File)
        && (channel.Capacity == 0 || ((!channel.CarriesNothing || channel.Sends.Count > 1) && sender.Syntax is FuncDecl && package.Flow.CallGraph.IsOpen(sender)
            && channel.Receives.Exists(r => Loops.IsIn(r.Function!, r.Syntax))))
        && !channel.Receives.Exists(r => package.Channels.Entries.AreSequential(sender, r.Function!));

    private void Report(SharedChannel channel, ChannelUse send, ChannelUse receive, CommClause stop)
    {
        var file = send.File.Tree.File;
        var there = receive.File.Tree.File;
        var name = ChannelText.Of(file, send.Expr) ?? channel.Name.Name;
        var what = ChannelText.Of(file, send.Syntax) ?? $"this send to {name}";
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), send.Function!.Name,
            $"{what} blocks for ever once {ChannelText.OfClause(there, stop)} has ended the loop that receives from {name}, "
            + $"at line {ChannelText.Line(there, stop.Pos)}",
            [
                new RelatedPlace(SourceSpan.Of(there, receive.Syntax), "it is received only here"),
                new RelatedPlace(SourceSpan.Of(there, stop.Comm!), "this case leaves"),
            ], []));
    }
}
