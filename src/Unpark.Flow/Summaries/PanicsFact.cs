namespace Unpark.Flow;

/// <summary>
/// Whether a panic that a function or what it calls begins with <c>panic</c> may leave it. Panics of the runtime, such as an
/// index out of range, do not count.
/// </summary>
public sealed class PanicsFact : SummaryFact<MayHappen>
{
    private PanicsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static PanicsFact Instance { get; } = new();

    /// <inheritdoc/>
    public override MayHappen Start(SsaFunction function) => MayHappen.No;

    /// <inheritdoc/>
    public override MayHappen Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        if (function.Recovers)
        {
            return MayHappen.No;
        }

        var result = MayHappen.No;
        foreach (var instruction in function.Instructions)
        {
            switch (instruction)
            {
                case { Op: SsaOp.Panic } or SsaUnreachable { Ending: CallEnding.Panics }:
                    return MayHappen.Yes;
                case SsaCall { Op: SsaOp.Call or SsaOp.Defer, Kind: not SsaCallKind.Builtin }:
                    if (!scope.Calls.IsComplete(instruction) || scope.Calls.OutsideCalleesOf(instruction).Length > 0)
                    {
                        result = MayHappen.Unknown;
                    }

                    foreach (var callee in scope.Calls.CalleesOf(instruction))
                    {
                        switch (scope.Of(this, callee))
                        {
                            case MayHappen.Yes:
                                return MayHappen.Yes;
                            case MayHappen.Unknown:
                                result = MayHappen.Unknown;
                                break;
                        }
                    }

                    break;
            }
        }

        return result;
    }
}
