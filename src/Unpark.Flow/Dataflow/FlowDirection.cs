namespace Unpark.Flow;

/// <summary>Which way facts flow.</summary>
public enum FlowDirection : byte
{
    /// <summary>From the entry along the edges.</summary>
    Forward,

    /// <summary>From the ends against the edges.</summary>
    Backward,
}
