namespace Unpark.Flow;

/// <summary>
/// Whether calling a function never comes back: it ends the process or the goroutine, panics, or goes round for ever.
/// </summary>
public sealed class NeverReturnsFact : SummaryFact<bool>
{
    private NeverReturnsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static NeverReturnsFact Instance { get; } = new();

    /// <summary>True: a recursion in which nothing shows a way out has none.</summary>
    public override bool Start(SsaFunction function) => true;

    /// <inheritdoc/>
    public override bool Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        if (function.Recovers)
        {
            return false;
        }

        var seen = new bool[function.Blocks.Length];
        var work = new Stack<SsaBlock>();
        seen[0] = true;
        work.Push(function.Entry);
        while (work.TryPop(out var block))
        {
            if (block.Instructions.Any(i => Stops(i, scope)))
            {
                continue;
            }

            if (block.Terminator.Op == SsaOp.Return)
            {
                return false;
            }

            foreach (var next in block.Successors)
            {
                if (!seen[next.Index])
                {
                    seen[next.Index] = true;
                    work.Push(next);
                }
            }
        }

        return true;
    }

    private static bool Stops(SsaInstruction instruction, SummaryScope scope)
    {
        if (instruction is not SsaCall { Op: SsaOp.Call } || !scope.Calls.IsComplete(instruction)
            || scope.Calls.OutsideCalleesOf(instruction).Length > 0)
        {
            return false;
        }

        var callees = scope.Calls.CalleesOf(instruction);
        return callees.Length > 0 && callees.All(c => scope.Of(Instance, c));
    }
}
