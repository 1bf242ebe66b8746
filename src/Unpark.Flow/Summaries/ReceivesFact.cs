namespace Unpark.Flow;

/// <summary>Which channels a function may receive from, ranging over them included.</summary>
public sealed class ReceivesFact : PlaceFact
{
    private ReceivesFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static ReceivesFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        if (instruction.Op == SsaOp.Receive)
        {
            yield return (instruction.OperandArray[0], EffectTime.Call);
        }
        else if (instruction is SsaSelect select)
        {
            foreach (var one in select.Cases)
            {
                if (one.Kind == SsaSelectKind.Receive)
                {
                    yield return (select.Channel(one)!, EffectTime.Call);
                }
            }
        }
    }
}
