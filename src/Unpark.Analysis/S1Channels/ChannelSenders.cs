using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>The goroutines that send to a channel, and how a receiver can tell that they are done.</summary>
internal sealed class ChannelSenders
{
    private readonly LocalChannel channel;
    private readonly FlowPackage package;
    private readonly Dictionary<ChannelParty, byte> counts = [];
    private readonly HashSet<Var> ends = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Var> waitGroups = new(ReferenceEqualityComparer.Instance);
    private bool signalsGroup;
    private bool signalsOther;

    public ChannelSenders(LocalChannel channel, FlowPackage package)
    {
        this.channel = channel;
        this.package = package;
        AllSignalWaitGroup = true;
        var total = 0;
        foreach (var party in channel.Parties)
        {
            if (!party.SendsAlone)
            {
                continue;
            }

            var count = SendCount.Most(party, true);
            counts.Add(party, count);
            total += IsStartedInLoop(party) ? SendCount.Many : count;
            HasLastSend |= HasLast(party);
            CollectEnds(party);
            signalsGroup = false;
            CollectWaitGroups(party);
            AllSignalWaitGroup &= signalsGroup;
        }

        AllSignalWaitGroup &= counts.Count > 0;
        Total = (byte)Math.Min(total, SendCount.Many);
    }

    /// <summary>The parties that send where they can do nothing else.</summary>
    public IReadOnlyCollection<ChannelParty> Parties => counts.Keys;

    /// <summary>How many values they all send, up to <see cref="SendCount.Many"/>.</summary>
    public byte Total { get; }

    /// <summary>True if a sender has a send behind which it sends no more: the receiver may leave when it gets that.</summary>
    public bool HasLastSend { get; }

    /// <summary>True if each of the senders tells a WaitGroup when it is done.</summary>
    public bool AllSignalWaitGroup { get; private set; }

    /// <summary>How many values a party, with those it starts, sends at most.</summary>
    public byte SentBy(ChannelParty party)
    {
        int sent = counts.GetValueOrDefault(party);
        foreach (var e in party.All)
        {
            if (e.Kind == PartyEventKind.Start)
            {
                sent += Loops.IsIn(party.Function, e.Started!.Start!) && SentBy(e.Started) > 0 ? SendCount.Many : SentBy(e.Started);
            }
        }

        return (byte)Math.Min(sent, SendCount.Many);
    }

    /// <summary>True if the party is started in a loop.</summary>
    public static bool IsStartedInLoop(ChannelParty party)
    {
        for (var at = party; at is { StartedBy: { } by, Start: { } start }; at = by)
        {
            if (Loops.IsIn(by.Function, start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the step waits for something that the senders tell when they are done.</summary>
    public bool IsWaitedFor(FlowFunction function, Node step, bool isDeferred)
    {
        var finder = new WaitFinder(this, function.File, isDeferred);
        finder.Visit(step);
        return finder.Found;
    }

    /// <summary>True if the expression is a channel that a sender closes when it has sent everything.</summary>
    public bool IsEnd(FlowFunction function, Expr ranged) =>
        ChannelUses.VariableOf(function.File, ranged) is { } variable && ends.Contains(variable);

    /// <summary>True if the step receives from a channel that a sender uses when it has sent everything.</summary>
    public bool IsEndOfSender(FlowFunction function, FlowNode node)
    {
        foreach (var (other, use) in package.Channels.In(function))
        {
            if (ends.Contains(other) && use.IsReceiving && use.Syntax.Pos >= node.Syntax.Pos && use.Syntax.End <= node.Syntax.End)
            {
                return true;
            }
        }

        return ends.Count > 0 && EndingContext.IsDone(function, node.Syntax, ends);
    }

    private static bool HasLast(ChannelParty party)
    {
        foreach (var last in party.All)
        {
            if (last.Kind != PartyEventKind.Send || last.IsInCall || GraphSteps.Of(party.Function, last.Use!.Syntax) is not { } step)
            {
                continue;
            }

            if (!party.All.Exists(e => e.Kind == PartyEventKind.Send && (e.IsInCall
                || (GraphSteps.Of(party.Function, e.Use!.Syntax) is { } next && GraphSteps.CanFollow(party.Function, step, next)))))
            {
                return true;
            }
        }

        return false;
    }

    // Channels the sender closes or sends on, behind which it does not send on this one any more; and contexts it cancels.
    private void CollectEnds(ChannelParty party)
    {
        var function = party.Function;
        Collect(function, function);
        foreach (var literal in function.Literals)
        {
            if (LiteralRuns.Of(literal).Run is LiteralRun.Deferred)
            {
                Collect(literal, function);
            }
        }

        foreach (var call in function.Calls)
        {
            if (Callees.Of(function.File, call) is Var cancel && EndingContext.ContextOf(function, cancel) is { } context
                && (function.Parents.Of(call) is DeferStmt || !Precedes(party, call)))
            {
                ends.Add(context);
            }
        }

        void Collect(FlowFunction where, FlowFunction runs)
        {
            foreach (var (other, use) in package.Channels.In(where))
            {
                if (use.Kind is ChannelUseKind.Close or ChannelUseKind.Send && !IsThis(party, use)
                    && (where != runs || use.Launch is DeferStmt || !Precedes(party, use.Syntax)))
                {
                    ends.Add(other);
                }
            }
        }
    }

    private static bool IsThis(ChannelParty party, ChannelUse use) => party.All.Exists(e => e.Use == use);

    // True if the party may still send behind a place.
    private static bool Precedes(ChannelParty party, Node place)
    {
        if (GraphSteps.Of(party.Function, place) is not { } step)
        {
            return true;
        }

        foreach (var e in party.All)
        {
            if (e.Kind == PartyEventKind.Send && (e.IsInCall || e.IsDeferred
                || (GraphSteps.Of(party.Function, e.Use!.Syntax) is { } send && GraphSteps.CanFollow(party.Function, step, send))))
            {
                return true;
            }
        }

        return false;
    }

    private void CollectWaitGroups(ChannelParty party)
    {
        foreach (var call in party.Function.Calls)
        {
            Collect(party.Function, call);
        }

        foreach (var literal in party.Function.Literals)
        {
            if (LiteralRuns.Of(literal).Run == LiteralRun.Deferred)
            {
                foreach (var call in literal.Calls)
                {
                    Collect(literal, call);
                }
            }
        }

        if (party.Start is CallExpr { Fun: SelectorExpr { X: var group } }
            && ChannelUses.VariableOf(party.StartFile!, group) is { } starter)
        {
            waitGroups.Add(starter);
            signalsGroup = true;
        }

        void Collect(FlowFunction function, CallExpr call)
        {
            if (Callees.NameOf(call)?.Name == "Done" && call.Fun is SelectorExpr { X: var x }
                && WaitGroups.IsWaitGroup(function.File.TypeOf(x).Type) && ChannelUses.VariableOf(function.File, x) is { } variable)
            {
                // Done before the send says nothing of it.
                waitGroups.Add(variable);
                signalsGroup |= function != party.Function || function.Parents.Of(call) is DeferStmt || !Precedes(party, call);
                signalsOther |= variable.Kind == VarKind.Parameter;
            }
        }
    }

    private sealed class WaitFinder(ChannelSenders senders, TypedFile file, bool isDeferred) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitCallExpr(CallExpr node)
        {
            if (Callees.NameOf(node) is { Name: "Wait" } && node.Fun is SelectorExpr { X: var x })
            {
                Found |= senders.signalsOther || ChannelUses.VariableOf(file, x) is not { } group || senders.waitGroups.Contains(group)
                    || !WaitGroups.IsWaitGroup(file.TypeOf(x).Type);
            }

            base.VisitCallExpr(node);
        }

        public override void VisitFuncLit(FuncLit node)
        {
            if (isDeferred)
            {
                base.VisitFuncLit(node);
            }
        }
    }
}
