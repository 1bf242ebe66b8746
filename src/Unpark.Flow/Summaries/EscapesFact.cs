using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// What a function may give to code that is not among the packages: nobody knows what happens to it there. Of functions that
/// are known to do nothing with channels and locks they are given, nothing escapes: those of package <c>fmt</c>, <c>log</c>,
/// <c>sync</c>, and the like.
/// </summary>
public sealed class EscapesFact : PlaceFact
{
    private EscapesFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static EscapesFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        if (instruction is not SsaCall { Kind: not SsaCallKind.Builtin } call || IsHarmless(call, scope))
        {
            yield break;
        }

        var when = call.Op == SsaOp.Go ? EffectTime.Goroutine : EffectTime.Call;
        foreach (var argument in call.Arguments)
        {
            yield return (argument, when);
            if (argument is SsaInstruction { Op: SsaOp.Composite } packed)
            {
                foreach (var operand in packed.OperandArray)
                {
                    yield return (operand, when);
                }
            }
        }
    }

    private static bool IsHarmless(SsaCall call, SummaryScope scope)
    {
        if (!scope.Calls.IsComplete(call))
        {
            return false;
        }

        foreach (var callee in scope.Calls.OutsideCalleesOf(call))
        {
            if (callee.Package?.Path is not ("fmt" or "log" or "errors" or "strings" or "strconv" or "sync" or "sync/atomic"
                or "time" or "runtime" or "unsafe"))
            {
                return false;
            }
        }

        return true;
    }
}
