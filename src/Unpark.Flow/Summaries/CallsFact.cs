using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Which function values a function may call, or start as goroutines.</summary>
public sealed class CallsFact : PlaceFact
{
    private CallsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static CallsFact Instance { get; } = new();

    private protected override IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope)
    {
        switch (instruction)
        {
            case SsaCall { Kind: SsaCallKind.Value } call:
                yield return (call.Callee, call.Op == SsaOp.Go ? EffectTime.Goroutine : EffectTime.Call);
                break;
            case { Op: SsaOp.Range } when SsaTypes.Shape(instruction.OperandArray[0].Type) is Signature:
                yield return (instruction.OperandArray[0], EffectTime.Call);
                break;
            case SsaCall { Kind: SsaCallKind.Static, Method: { } method } call when OutsideTime(method) is { } when:
                foreach (var argument in call.Arguments)
                {
                    if (SsaTypes.Shape(argument.Type) is Signature)
                    {
                        yield return (argument, when);
                    }
                }

                break;
        }
    }

    /// <summary>When a function of a library calls the functions it is given; null if that is not known.</summary>
    internal static EffectTime? OutsideTime(Func function) => (function.Package?.Path, function.Name) switch
    {
        ("sync", "Do" or "OnceFunc") => EffectTime.Call,
        ("sync", "Go") => EffectTime.Goroutine,
        ("golang.org/x/sync/errgroup", "Go" or "TryGo") => EffectTime.Goroutine,
        ("golang.org/x/sync/singleflight", "Do") => EffectTime.Call,
        ("time" or "context", "AfterFunc") => EffectTime.Goroutine,
        ("slices" or "sort" or "strings" or "bytes" or "maps", _) => EffectTime.Call,
        _ => null,
    };
}
