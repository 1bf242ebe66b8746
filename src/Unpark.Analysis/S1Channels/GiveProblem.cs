using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether a goroutine sends to a channel or closes it.</summary>
internal sealed class GiveProblem : PathProblem<GiveProblem.Given>
{
    private readonly ChannelParty party;
    private readonly bool onlyClose;

    private GiveProblem(ChannelParty party, bool onlyClose)
    {
        this.party = party;
        this.onlyClose = onlyClose;
    }

    /// <inheritdoc/>
    public override Given Initial => default;

    /// <summary>A path on which the party returns having given nothing; null if there is none.</summary>
    /// <param name="party">The goroutine.</param>
    /// <param name="onlyClose">True if only a close counts.</param>
    public static GiveLeak? Silent(ChannelParty party, bool onlyClose)
    {
        var problem = new GiveProblem(party, onlyClose);
        var exploration = PathExplorer.Explore(party.Function.Graph, new ConditionTable(party.Function), problem, true);
        if (!exploration.IsComplete)
        {
            return null;
        }

        foreach (var exit in exploration.Exits)
        {
            if (exit.Edge.Kind == FlowEdgeKind.Return && !exit.State.Any)
            {
                return new GiveLeak(exit.Edge.Syntax!);
            }
        }

        return null;
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
                PartyEventKind.Close => new Given(true),
                PartyEventKind.Send when !onlyClose => new Given(true),
                PartyEventKind.Start when e.Started!.Sends || e.Started.Closes => new Given(true),
                _ => state,
            };
        }

        return state;
    }

    /// <summary>Whether something was given.</summary>
    internal readonly record struct Given(bool Any);
}
