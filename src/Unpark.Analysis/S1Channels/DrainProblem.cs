using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows, along the paths of a party that receives, whether it receives everything that is sent to it.</summary>
internal sealed class DrainProblem : PathProblem<Drain>
{
    private readonly LocalChannel channel;
    private readonly ChannelParty receiver;
    private readonly ChannelSenders senders;
    private readonly FlowFunction function;
    private readonly Dictionary<(Node, DrainLeakKind), DrainLeak> leaks = [];
    private readonly HashSet<Var> okVariables = new(ReferenceEqualityComparer.Instance);

    public DrainProblem(LocalChannel channel, ChannelParty receiver, ChannelSenders senders)
    {
        this.channel = channel;
        this.receiver = receiver;
        this.senders = senders;
        function = receiver.Function;
        foreach (var e in receiver.All)
        {
            if (e.Use?.Ok is { } ok)
            {
                okVariables.Add(ok);
            }
        }
    }

    /// <inheritdoc/>
    public override Drain Initial => receiver.IsOwner ? default : new Drain(senders.Total, 0, false, false, false);

    /// <summary>The places where the receiver gives up, in source order.</summary>
    public static List<DrainLeak> Leaks(LocalChannel channel, ChannelParty receiver, ChannelSenders senders)
    {
        var problem = new DrainProblem(channel, receiver, senders);
        var graph = receiver.Function.Graph;
        var exploration = PathExplorer.Explore(graph, new ConditionTable(receiver.Function), problem, true);
        foreach (var exit in exploration.Exits)
        {
            if (exit.Edge.Kind == FlowEdgeKind.Return && exit.State.LeavesSender(channel.Capacity ?? int.MaxValue)
                && !problem.IsAnswered(exit.State))
            {
                var kind = exit.State.Closes ? DrainLeakKind.Close : DrainLeakKind.Return;
                problem.Add(exit.Edge.Syntax!, kind, exit.State, problem.AlternativeOn(exit.Point));
            }
        }

        var found = new List<DrainLeak>(problem.leaks.Values);
        found.Sort((x, y) => x.Place.Pos.CompareTo(y.Place.Pos));
        return found;
    }

    /// <inheritdoc/>
    public override Drain Apply(FlowNode node, Drain state, PathStepContext<Drain> context)
    {
        if (node.Kind is FlowNodeKind.Select or FlowNodeKind.RangeNext or FlowNodeKind.RunDefers)
        {
            return state;
        }

        foreach (var e in receiver.At(node.Syntax))
        {
            state = Apply(node, e, state);
        }

        return Ends(node, state) ? state with { IsDone = true } : state;
    }

    /// <inheritdoc/>
    public override Drain? Take(FlowEdge edge, Drain state)
    {
        switch (edge.Kind)
        {
            case FlowEdgeKind.Next when IsRange(edge.Syntax):
                return Received(state);
            case FlowEdgeKind.Done when IsRange(edge.Syntax):
                return state with { IsDone = true };
            case FlowEdgeKind.Done when edge.Syntax is RangeStmt range && senders.IsEnd(function, range.X):
                return state with { IsDone = true };
            case FlowEdgeKind.Done or FlowEdgeKind.False when IsCountedLoop(edge):
                return state with { IsDone = true };
            case FlowEdgeKind.True or FlowEdgeKind.False when state.Received > 0 && Counters.IsCount(function, edge.Syntax):
                return state with { IsDone = state.IsDone || edge.Kind == FlowEdgeKind.True };
            case FlowEdgeKind.False when edge.Syntax is Ident ok && function.File.UseOf(ok) is Var variable
                && okVariables.Contains(variable):
                return state with { IsDone = true };
            case FlowEdgeKind.Chosen:
                return state with { IsLast = false };
            default:
                return state;
        }
    }

    private static Drain Received(Drain state) => state with
    {
        Received = Math.Min((byte)(state.Received + 1), SendCount.Many),
        IsLast = true,
    };

    private Drain Apply(FlowNode node, PartyEvent e, Drain state)
    {
        switch (e.Kind)
        {
            case PartyEventKind.Make:
                if (state.LeavesSender(channel.Capacity ?? int.MaxValue) && !IsAnswered(state))
                {
                    Add(node.Syntax, DrainLeakKind.Remake, state, null);
                }

                return default;
            case PartyEventKind.Start when e.Started is { Receives: true }:
                return state with { IsDone = true };
            case PartyEventKind.Start when senders.SentBy(e.Started!) is > 0 and var count:
                return state.IsDone
                    ? new Drain(count, 0, false, state.Closes, false) { IsDrainedAtEnd = state.IsDrainedAtEnd }
                    : state with { Sent = Math.Min((byte)(state.Sent + count), SendCount.Many), IsLast = false };
            case PartyEventKind.Receive or PartyEventKind.Range when e is { IsInCall: true, IsDeferred: true }:
                return state with { IsDrainedAtEnd = true };
            case PartyEventKind.Receive when !e.IsInCall:
                return Received(state);
            case PartyEventKind.Receive or PartyEventKind.Range when e.IsInCall:
                return state with { IsDone = true };
            case PartyEventKind.Close when e is { IsDeferred: true, IsInCall: false }:
                return state with { Closes = true };
            case PartyEventKind.Close:
                if (!e.IsInCall && state.LeavesSender(0) && !IsAnswered(state))
                {
                    Add(node.Syntax, DrainLeakKind.Close, state, null);
                }

                return state with { IsDone = true };
            default:
                return state;
        }
    }

    // What the sender does at its end, or waits for: behind it there are no more sends.
    private bool Ends(FlowNode node, Drain state)
    {
        if (node.Syntax is DeferStmt or GoStmt)
        {
            return node.Syntax is DeferStmt && senders.IsWaitedFor(function, node.Syntax, true);
        }

        if (senders.IsWaitedFor(function, node.Syntax, false))
        {
            if (senders.AllSignalWaitGroup && state.LeavesSender(channel.Capacity ?? int.MaxValue)
                && state.Received == 0 && channel.Parties.FindAll(p => p.Receives).Count == 1)
            {
                Add(node.Syntax, DrainLeakKind.Wait, state, null);
            }

            return true;
        }

        return senders.IsEndOfSender(function, node);
    }

    // A last message makes the receiver leave.
    private bool IsAnswered(Drain state) => state is { Sent: SendCount.Many, IsLast: true } && senders.HasLastSend;

    private void Add(Node place, DrainLeakKind kind, Drain state, CommClause? alternative) =>
        leaks.TryAdd((place, kind), new DrainLeak(place, kind, state, alternative));

    private bool IsRange(Node? syntax) => syntax is RangeStmt range && receiver.All.Exists(e => e.Use?.Syntax == range);

    // The loop counts what it receives: nothing is known of its number, so it is taken to be right.
    private bool IsCountedLoop(FlowEdge edge)
    {
        Node? loop = edge.Syntax;
        if (edge.Kind == FlowEdgeKind.False)
        {
            Node? inner = loop;
            while (loop is Expr)
            {
                inner = loop;
                loop = function.Parents.Of(loop);
            }

            if (loop is not ForStmt { Cond: var condition } || condition != inner)
            {
                return false;
            }
        }

        return loop != null && receiver.All.Exists(e => e is { Kind: PartyEventKind.Receive, Use.Expr: var place }
            && place.Pos >= loop.Pos && place.End <= loop.End);
    }

    private CommClause? AlternativeOn(PathPoint<Drain> exit)
    {
        for (var at = exit; at != null; at = at.From)
        {
            if (at.Via is { Kind: FlowEdgeKind.Chosen, Syntax: CommClause clause }
                && function.Parents.Of(clause) is BlockStmt block && function.Parents.Of(block) is SelectStmt select
                && receiver.All.Exists(e => e.Use?.Select == select))
            {
                return receiver.All.Exists(e => e.Use?.Clause == clause) ? null : clause;
            }
        }

        return null;
    }
}
