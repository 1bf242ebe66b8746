using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Which channels a function may close.</summary>
public sealed class ClosesFact : PlaceFact
{
    private ClosesFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static ClosesFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        switch (instruction)
        {
            case { Op: SsaOp.Close }:
                yield return (instruction.OperandArray[0], EffectTime.Call);
                break;
            case SsaCall { Builtin: BuiltinId.Close, ArgumentCount: 1 } call:
                yield return (call.Argument(0), call.Op == SsaOp.Go ? EffectTime.Goroutine : EffectTime.Call);
                break;
        }
    }
}
