namespace Unpark.Flow;

/// <summary>What a case of a select does.</summary>
public enum SsaSelectKind : byte
{
    /// <summary>It goes on if nothing else can.</summary>
    Default,

    /// <summary>It sends.</summary>
    Send,

    /// <summary>It receives.</summary>
    Receive,
}
