namespace Unpark.Flow;

/// <summary>What a function hands to the goroutines it starts, as an argument or captured by a function literal.</summary>
public sealed class GoroutineFact : PlaceFact
{
    private GoroutineFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static GoroutineFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        if (instruction is not SsaCall { Op: SsaOp.Go } call)
        {
            yield break;
        }

        foreach (var argument in call.Arguments)
        {
            yield return (argument, EffectTime.Goroutine);
        }

        if (call.Callee is SsaClosure or SsaMethodValue)
        {
            foreach (var captured in ((SsaInstruction)call.Callee).OperandArray)
            {
                yield return (captured, EffectTime.Goroutine);
            }
        }
    }
}
