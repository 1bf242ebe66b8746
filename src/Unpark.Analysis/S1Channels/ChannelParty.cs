using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>A goroutine that uses a channel: the one that makes it, or one that is started by another party.</summary>
internal sealed class ChannelParty
{
    private readonly Dictionary<Node, List<PartyEvent>> events = new(ReferenceEqualityComparer.Instance);

    public ChannelParty(FlowFunction function, Node? start, ChannelParty? startedBy)
    {
        Function = function;
        Start = start;
        StartedBy = startedBy;
    }

    /// <summary>The function it runs.</summary>
    public FlowFunction Function { get; }

    /// <summary>The go statement or call that starts it; null for the one that makes the channel.</summary>
    public Node? Start { get; }

    /// <summary>The file of <see cref="Start"/>, which a function that the starting party calls may be in.</summary>
    public TypedFile? StartFile { get; init; }

    /// <summary>The party that starts it.</summary>
    public ChannelParty? StartedBy { get; }

    /// <summary>True for a function that is handed to code which is not seen, and may run it in a goroutine of its own.</summary>
    public bool IsCallback { get; init; }

    /// <summary>True for the one that makes the channel.</summary>
    public bool IsOwner => StartedBy == null;

    /// <summary>What it does with the channel.</summary>
    public List<PartyEvent> All { get; } = [];

    /// <summary>True if it sends.</summary>
    public bool Sends => All.Exists(e => e.Kind == PartyEventKind.Send);

    /// <summary>True if it sends where it can do nothing else.</summary>
    public bool SendsAlone => All.Exists(e => e is { Kind: PartyEventKind.Send, Use.IsAlone: true });

    /// <summary>True if it receives.</summary>
    public bool Receives => All.Exists(e => e.Kind is PartyEventKind.Receive or PartyEventKind.Range);

    /// <summary>True if it closes the channel.</summary>
    public bool Closes => All.Exists(e => e.Kind == PartyEventKind.Close);

    /// <summary>The events of a step of the graph.</summary>
    public IReadOnlyList<PartyEvent> At(Node step) => events.TryGetValue(step, out var found) ? found : [];

    /// <summary>Adds an event at a place in the function; false if no step of the graph does it.</summary>
    public bool Add(Node place, PartyEvent e)
    {
        All.Add(e);
        if (e.Use is { Kind: ChannelUseKind.Range } && !e.IsInCall)
        {
            return true;
        }

        if (GraphSteps.Of(Function, place) is not { } step)
        {
            return false;
        }

        if (!events.TryGetValue(step, out var list))
        {
            list = [];
            events.Add(step, list);
        }

        list.Add(e);
        return true;
    }
}
