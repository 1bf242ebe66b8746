using Unpark.Flow;

namespace Unpark.Analysis.S1Channels;

/// <summary>Counts what a goroutine that may close a channel sends on the paths on which it does not.</summary>
internal sealed class OpenCount : PathProblem<OpenCount.Given>
{
    private readonly ChannelParty party;

    private OpenCount(ChannelParty party)
    {
        this.party = party;
    }

    /// <inheritdoc/>
    public override Given Initial => default;

    /// <summary>
    /// How many values the party sends at most on a path that leaves the channel open, up to <see cref="SendCount.Many"/>:
    /// that if it always closes it, for then there is no end of what can be received.
    /// </summary>
    public static byte Most(ChannelParty party)
    {
        var exploration = PathExplorer.Explore(party.Function.Graph, new ConditionTable(party.Function), new OpenCount(party), true);
        byte? most = null;
        foreach (var exit in exploration.Exits)
        {
            if (exit.Edge.Kind == FlowEdgeKind.Return && !exit.State.IsClosed)
            {
                most = Math.Max(most ?? 0, exit.State.Count);
            }
        }

        return exploration.IsComplete ? most ?? SendCount.Many : SendCount.Many;
    }

    /// <inheritdoc/>
    public override Given Apply(FlowNode node, Given state, PathStepContext<Given> context)
    {
        if (node.Kind is FlowNodeKind.RunDefers or FlowNodeKind.Select or FlowNodeKind.RangeNext)
        {
            return state;
        }

        foreach (var e in party.At(node.Syntax))
        {
            state = e.Kind switch
            {
                PartyEventKind.Close => state with { IsClosed = true },
                PartyEventKind.Send when e.IsInCall => state with { Count = SendCount.Many },
                PartyEventKind.Send => state with { Count = Math.Min((byte)(state.Count + 1), SendCount.Many) },
                _ => state,
            };
        }

        return state;
    }

    /// <summary>What was given.</summary>
    internal readonly record struct Given(byte Count, bool IsClosed);
}
