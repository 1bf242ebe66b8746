using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>
/// A channel. That of a timer holds nothing: receiving from it succeeds while the timer may fire, which is then when it does.
/// </summary>
internal sealed class ChannelObject : HeapObject
{
    public ChannelObject(long owner, int capacity, RuntimeType elem, SsaInstruction? site)
        : base(owner)
    {
        Capacity = capacity;
        Elem = elem;
        Site = site;
    }

    public int Capacity { get; }

    public RuntimeType Elem { get; }

    /// <summary>Where it was made.</summary>
    public SsaInstruction? Site { get; }

    /// <summary>What is in the buffer, the oldest first.</summary>
    public Value[] Buffer { get; set; } = [];

    public bool IsClosed { get; set; }

    public TimerState Timer { get; set; }

    /// <summary>The function that a timer calls in a goroutine of its own; nil if it sends.</summary>
    public Value Callback { get; set; }

    /// <summary>Of a timer, when it fires; 0 where there is no clock.</summary>
    public long Deadline { get; set; }

    /// <summary>Of a ticker, how long it takes from one time to the next.</summary>
    public long Period { get; set; }

    public override int Size => Buffer.Length + 1;

    public override HeapObject Copy(long owner) => new ChannelObject(owner, Capacity, Elem, Site)
    {
        Buffer = Buffer,
        IsClosed = IsClosed,
        Timer = Timer,
        Callback = Callback,
        Deadline = Deadline,
        Period = Period,
        IsExternal = IsExternal,
    };
}
