using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows how many values are there to be received, and looks for a receive when there are none left.</summary>
internal sealed class SupplyProblem : PathProblem<SupplyProblem.Supply>
{
    private readonly ChannelParty receiver;
    private readonly Dictionary<ChannelParty, byte> counts;

    public SupplyProblem(ChannelParty receiver, Dictionary<ChannelParty, byte> counts)
    {
        this.receiver = receiver;
        this.counts = counts;
    }

    /// <inheritdoc/>
    public override Supply Initial => default;

    /// <summary>The first receive that gets nothing; null if there is none.</summary>
    public ChannelUse? First { get; private set; }

    /// <summary>The receive before that.</summary>
    public ChannelUse? Before { get; private set; }

    /// <inheritdoc/>
    public override Supply Apply(FlowNode node, Supply state, PathStepContext<Supply> context)
    {
        if (node.Kind is FlowNodeKind.RunDefers or FlowNodeKind.Select or FlowNodeKind.RangeNext)
        {
            return state;
        }

        foreach (var e in receiver.At(node.Syntax))
        {
            switch (e.Kind)
            {
                case PartyEventKind.Make or PartyEventKind.Drop:
                    state = default;
                    break;
                case PartyEventKind.Start:
                    state = state with { Left = Math.Min((byte)(state.Left + counts[e.Started!]), SendCount.Many), IsStarted = true };
                    break;
                case PartyEventKind.Receive when e.IsInCall || e.IsDeferred:
                    state = state with { Left = SendCount.Many };
                    break;
                case PartyEventKind.Receive when state is { IsStarted: true, Left: 0 } && e.Use!.IsAlone && Before != null:
                    First ??= e.Use;
                    break;
                case PartyEventKind.Receive when state.Left is > 0 and < SendCount.Many:
                    Before ??= e.Use;
                    state = state with { Left = (byte)(state.Left - 1) };
                    break;
            }
        }

        return state;
    }

    /// <summary>What is there to receive.</summary>
    /// <param name="Left">How many values at most, up to <see cref="SendCount.Many"/>.</param>
    /// <param name="IsStarted">True if a sender was started.</param>
    internal readonly record struct Supply(byte Left, bool IsStarted);
}
