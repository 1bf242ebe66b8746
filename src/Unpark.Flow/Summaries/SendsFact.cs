namespace Unpark.Flow;

/// <summary>Which channels a function may send on.</summary>
public sealed class SendsFact : PlaceFact
{
    private SendsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static SendsFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        if (instruction.Op == SsaOp.Send)
        {
            yield return (instruction.OperandArray[0], EffectTime.Call);
        }
        else if (instruction is SsaSelect select)
        {
            foreach (var one in select.Cases)
            {
                if (one.Kind == SsaSelectKind.Send)
                {
                    yield return (select.Channel(one)!, EffectTime.Call);
                }
            }
        }
    }
}
