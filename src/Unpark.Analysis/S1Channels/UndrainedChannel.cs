using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>A channel whose receivers may give up while somebody may still send.</summary>
internal sealed class UndrainedChannel
{
    private UndrainedChannel(LocalChannel channel, ChannelSenders senders, ChannelParty? receiver, List<DrainLeak> leaks)
    {
        Channel = channel;
        Senders = senders;
        Receiver = receiver;
        Leaks = leaks;
    }

    /// <summary>The channel.</summary>
    public LocalChannel Channel { get; }

    /// <summary>Who sends.</summary>
    public ChannelSenders Senders { get; }

    /// <summary>A receiver that gives up; null if nobody receives.</summary>
    public ChannelParty? Receiver { get; }

    /// <summary>Where it gives up.</summary>
    public List<DrainLeak> Leaks { get; }

    /// <summary>Looks for the places where the receivers of a channel give up; null if there are none.</summary>
    public static UndrainedChannel? Of(LocalChannel channel, FlowPackage package)
    {
        var senders = new ChannelSenders(channel, package);
        // What is handed over may be one of several ways, of which one is gone: room for a value may be enough.
        if (senders.Total == 0 || (channel.Capacity > 0 && (channel.Parties.Exists(p => p.IsCallback)
            || senders.Parties.All(p => senders.SentBy(p) == 1 && IsOneAtATime(channel, p)))))
        {
            return null;
        }

        var receivers = channel.Parties.FindAll(p => p.Receives);
        if (receivers.Count == 0)
        {
            var lost = new Drain(senders.Total, 0, false, false, false).LeavesSender(channel.Capacity ?? int.MaxValue);
            return lost && !channel.Owner.Closes ? new UndrainedChannel(channel, senders, null, []) : null;
        }

        if (channel.Owner.Receives)
        {
            var leaks = DrainProblem.Leaks(channel, channel.Owner, senders);
            return leaks.Count > 0 ? new UndrainedChannel(channel, senders, channel.Owner, leaks) : null;
        }

        UndrainedChannel? found = null;
        foreach (var receiver in receivers)
        {
            if ((receivers.Count > 1 || ChannelSenders.IsStartedInLoop(receiver)) && !ReceivesInLoop(receiver))
            {
                return null;
            }

            var leaks = DrainProblem.Leaks(channel, receiver, senders);
            leaks.RemoveAll(l => l.Kind == DrainLeakKind.Wait);
            if (leaks.Count == 0)
            {
                return null;
            }

            found ??= new UndrainedChannel(channel, senders, receiver, leaks);
        }

        return found;
    }

    // case <-tick: tick = nil; go func() { out <- ask() }(), and only case <-out: sets tick again: one is under way at most.
    private static bool IsOneAtATime(LocalChannel channel, ChannelParty sender)
    {
        var function = channel.Owner.Function;
        if (sender is not { Start: GoStmt start } || sender.StartedBy != channel.Owner || ClauseAround(function, start) is not { Comm: { } comm } clause
            || DoneReceive.ChannelOf(comm) is not Ident paced || function.File.UseOf(paced) is not Var pace)
        {
            return false;
        }

        var stops = false;
        foreach (var assign in NodeSearch.All<AssignStmt>(function.Body))
        {
            for (var i = 0; i < assign.Lhs.Length; i++)
            {
                if (assign.Tok == TokenKind.Define || assign.Lhs[i] is not Ident target || function.File.ObjectOf(target) != pace)
                {
                    continue;
                }

                var around = ClauseAround(function, assign);
                if (around == clause && assign.Rhs.Length == assign.Lhs.Length && function.File.TypeOf(assign.Rhs[i]).IsNil)
                {
                    stops = true;
                }
                else if (around == null || !channel.Owner.All.Exists(e => e.Kind == PartyEventKind.Receive && e.Use?.Clause == around))
                {
                    return false;
                }
            }
        }

        return stops;
    }

    private static CommClause? ClauseAround(FlowFunction function, Node node)
    {
        for (var at = function.Parents.Of(node); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is CommClause clause)
            {
                return clause;
            }
        }

        return null;
    }

    private static bool ReceivesInLoop(ChannelParty receiver) => receiver.All.Exists(e => e.Use is { } use
        && (use.Kind == ChannelUseKind.Range || (e.Kind == PartyEventKind.Receive && Loops.IsIn(receiver.Function, use.Syntax))));
}
