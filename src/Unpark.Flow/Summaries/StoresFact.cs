using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// What a function may keep: stores in a field, element or variable of the package, or sends to somebody. Its own variables do
/// not count, nor do numbers, strings and truth values.
/// </summary>
public sealed class StoresFact : PlaceFact
{
    private StoresFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static StoresFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        foreach (var value in Stored(instruction))
        {
            if (SsaTypes.Shape(value.Type) is not BasicType)
            {
                yield return (value, EffectTime.Call);
            }
        }
    }

    private static IEnumerable<SsaValue> Stored(SsaInstruction instruction)
    {
        var operands = instruction.OperandArray;
        switch (instruction)
        {
            case { Op: SsaOp.Store } when operands[0] is not SsaAlloc:
                yield return operands[1];
                break;
            case { Op: SsaOp.Send }:
                yield return operands[1];
                break;
            case { Op: SsaOp.MapUpdate }:
                yield return operands[1];
                yield return operands[2];
                break;
            case SsaCall { Builtin: BuiltinId.Append, ArgumentCount: > 1 } append
                when append.Argument(1) is SsaInstruction { Op: SsaOp.Composite } added:
                foreach (var operand in added.OperandArray)
                {
                    yield return operand;
                }

                break;
            case SsaSelect select:
                foreach (var one in select.Cases)
                {
                    if (select.Sent(one) is { } sent)
                    {
                        yield return sent;
                    }
                }

                break;
        }
    }
}
