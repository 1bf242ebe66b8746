namespace Unpark.Go.Syntax;

/// <summary>The direction of a channel type.</summary>
[Flags]
public enum ChanDir : byte
{
    /// <summary><c>chan&lt;- T</c>: send only.</summary>
    Send = 1,

    /// <summary><c>&lt;-chan T</c>: receive only.</summary>
    Recv = 2,

    /// <summary><c>chan T</c>: both.</summary>
    Both = Send | Recv,
}
