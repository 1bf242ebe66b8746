using Unpark.Flow;

namespace Unpark.Analysis.Schedules;

/// <summary>What calling functions of a package may come to, by the calls that name what they call: enough to choose what to explore.</summary>
internal sealed class WaitSummary(FlowPackage package)
{
    private const int MaxDepth = 4;
    private readonly Dictionary<FlowFunction, WaitKinds> known = [];

    /// <summary>What a function does, itself or in what it calls in its package. O(the functions it leads to), once for each.</summary>
    public WaitKinds Of(FlowFunction function) => Of(function, 0);

    private WaitKinds Of(FlowFunction function, int depth)
    {
        if (known.TryGetValue(function, out var found))
        {
            return found;
        }

        // So that recursion ends.
        known.Add(function, WaitKinds.None);
        found = WaitKinds.None;
        foreach (var instruction in function.Ssa.Instructions)
        {
            found |= Of(instruction, depth);
        }

        known[function] = found;
        return found;
    }

    private WaitKinds Of(SsaInstruction instruction, int depth)
    {
        switch (instruction.Op)
        {
            case SsaOp.Send or SsaOp.Receive:
                return WaitKinds.Channel;
            case SsaOp.Select:
                return ((SsaSelect)instruction).HasDefault ? WaitKinds.None : WaitKinds.Channel;
            case SsaOp.Close:
                return WaitKinds.Closes;
            case SsaOp.Go:
                return WaitKinds.Starts;
            case SsaOp.Call or SsaOp.Defer:
                break;
            default:
                return WaitKinds.None;
        }

        var call = (SsaCall)instruction;
        var here = call.Concurrency switch
        {
            SsaConcurrency.Lock or SsaConcurrency.ReadLock => WaitKinds.Lock,
            SsaConcurrency.GroupWait or SsaConcurrency.CondWait => WaitKinds.Channel,
            SsaConcurrency.GroupGo => WaitKinds.Starts,
            _ => WaitKinds.None,
        };
        if (here != WaitKinds.None || depth >= MaxDepth)
        {
            return here;
        }

        var callee = call switch
        {
            { Callee: SsaClosure closure } => closure.Function,
            { Method: { } method } => package.FunctionOf(method),
            _ => null,
        };
        if (callee == null)
        {
            // A literal that is handed on is taken to be called, by sync.Once and the like.
            return call.Arguments.OfType<SsaClosure>().Aggregate(WaitKinds.None, (all, c) => all | Of(c.Function, depth + 1));
        }

        var behind = Of(callee, depth + 1);
        return (behind & WaitKinds.Lock) != 0 ? behind | WaitKinds.LocksBelow : behind;
    }
}
