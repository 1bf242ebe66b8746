using Unpark.Flow;

namespace Unpark.Analysis.S1Channels;

/// <summary>Counts what a goroutine does with a channel on the path that does it most often.</summary>
internal sealed class SendCount : PathProblem<SendCount.Sent>
{
    /// <summary>The count that stands for any number.</summary>
    public const byte Many = 3;

    private readonly ChannelParty party;
    private readonly bool onlyAlone;
    private byte most;

    private SendCount(ChannelParty party, bool onlyAlone)
    {
        this.party = party;
        this.onlyAlone = onlyAlone;
    }

    /// <inheritdoc/>
    public override Sent Initial => default;

    /// <summary>How many values the party sends at most, up to <see cref="Many"/>.</summary>
    /// <param name="party">The goroutine.</param>
    /// <param name="onlyAlone">True to count only sends that have to succeed: not those that a select may pass over.</param>
    public static byte Most(ChannelParty party, bool onlyAlone)
    {
        var problem = new SendCount(party, onlyAlone);
        PathExplorer.Explore(party.Function.Graph, new ConditionTable(party.Function), problem, true);
        return problem.most;
    }

    /// <inheritdoc/>
    public override Sent Apply(FlowNode node, Sent state, PathStepContext<Sent> context)
    {
        if (node.Kind is FlowNodeKind.RunDefers or FlowNodeKind.Select or FlowNodeKind.RangeNext)
        {
            return state;
        }

        foreach (var e in party.At(node.Syntax))
        {
            if (e.Kind == PartyEventKind.Send && (!onlyAlone || e.Use!.IsAlone))
            {
                state = new Sent(Math.Min((byte)(state.Count + 1), Many));
                most = Math.Max(most, state.Count);
            }
        }

        return state;
    }

    /// <summary>How many values were sent.</summary>
    internal readonly record struct Sent(byte Count);
}
