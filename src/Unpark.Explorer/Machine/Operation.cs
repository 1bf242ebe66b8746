namespace Unpark.Explorer;

/// <summary>The operation before which a goroutine stands.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Target">The channel, or the address of the lock, group or other variable; nil if there is none.</param>
/// <param name="Argument">What is sent, added and so on.</param>
internal sealed record Operation(OperationKind Kind, Value Target, Value Argument = default)
{
    /// <summary>The function that does it; null for an operation of the language.</summary>
    public Intrinsic? Intrinsic { get; init; }

    /// <summary>True if it may be done to all that its target leads to, as the models do it.</summary>
    public bool IsCompound => Kind == OperationKind.Atomic && Intrinsic!.Name.EndsWith(".atomically", StringComparison.Ordinal);

    /// <summary>True if it concerns what its target leads to as well: it is compound, or a timer's, which is stopped at its channel.</summary>
    public bool ReachesBehind => IsCompound || Kind is OperationKind.TimerStop or OperationKind.TimerReset;

    /// <summary>Its arguments.</summary>
    public Value[] Arguments { get; init; } = [];

    /// <summary>How it is called.</summary>
    public CallSite? Site { get; init; }
}
