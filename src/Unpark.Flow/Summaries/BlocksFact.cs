using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Whether a function may wait for other goroutines before it returns: on a channel, a lock, a WaitGroup, a Cond, a timer.
/// Input and output do not count.
/// </summary>
public sealed class BlocksFact : SummaryFact<MayHappen>
{
    private BlocksFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static BlocksFact Instance { get; } = new();

    /// <inheritdoc/>
    public override MayHappen Start(SsaFunction function) => MayHappen.No;

    /// <inheritdoc/>
    public override MayHappen Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        if (function.Object is { } own && Outside(own) == MayHappen.Yes)
        {
            return MayHappen.Yes;
        }

        var result = MayHappen.No;
        foreach (var instruction in function.Instructions)
        {
            var here = instruction switch
            {
                { Op: SsaOp.Send or SsaOp.Receive } => MayHappen.Yes,
                SsaSelect { HasDefault: false } => MayHappen.Yes,
                SsaCall { Op: SsaOp.Call or SsaOp.Defer } or { Op: SsaOp.Range } => Call(instruction, scope),
                _ => MayHappen.No,
            };
            if (here == MayHappen.Yes)
            {
                return here;
            }

            result = here > result ? here : result;
        }

        return result;
    }

    private static MayHappen Call(SsaInstruction call, SummaryScope scope)
    {
        var isCall = call is SsaCall || SsaTypes.Shape(call.OperandArray[0].Type) is Signature;
        var result = isCall && !scope.Calls.IsComplete(call) ? MayHappen.Unknown : MayHappen.No;
        foreach (var callee in scope.Calls.OutsideCalleesOf(call))
        {
            var here = Outside(callee);
            result = here > result ? here : result;
        }

        foreach (var callee in scope.Calls.CalleesOf(call))
        {
            var here = scope.Of(Instance, callee);
            result = here > result ? here : result;
        }

        return result;
    }

    private static MayHappen Outside(Func callee) => (callee.Package?.Path, callee.Name) switch
    {
        _ when SsaConcurrencyCalls.MayBlock(SsaConcurrencyCalls.Of(callee)) => MayHappen.Yes,
        ("golang.org/x/sync/errgroup", "Wait") => MayHappen.Yes,
        ("sync" or "sync/atomic" or "time" or "errors" or "strings" or "strconv" or "unicode" or "unicode/utf8" or "math"
            or "math/bits" or "sort" or "bytes" or "unsafe", _) => MayHappen.No,
        _ => MayHappen.Unknown,
    };
}
