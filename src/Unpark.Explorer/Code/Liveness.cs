
namespace Unpark.Explorer;

/// <summary>
/// Which registers of a function may still be read from a place on: what is in the others makes no difference between
/// states. A backward dataflow over instructions, O(instructions * registers / 64) a round.
/// </summary>
internal sealed class Liveness
{
    private readonly ulong[][] before;

    public Liveness(CodeFunction function)
    {
        var code = function.Instructions;
        var words = (function.RegisterCount + 63) / 64;
        before = new ulong[code.Length][];
        for (var i = 0; i < before.Length; i++)
        {
            before[i] = new ulong[words];
        }

        var live = new ulong[words];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = code.Length - 1; i >= 0; i--)
            {
                After(function, i, live);
                var instruction = code[i];
                Clear(live, instruction.Target);
                Clear(live, instruction.OkTarget);
                foreach (var operand in instruction.Operands)
                {
                    Set(live, operand);
                }

                // A deferred call may panic: what the panic's block reads is read from here.
                if (function.PanicStart >= 0)
                {
                    Or(live, before[function.PanicStart]);
                }

                if (!live.AsSpan().SequenceEqual(before[i]))
                {
                    live.CopyTo(before[i], 0);
                    changed = true;
                }
            }
        }
    }

    /// <summary>True if the register may be read at the instruction or after it.</summary>
    public bool IsLive(int place, int register) => (before[place][register >> 6] >> (register & 63) & 1) != 0;

    private void After(CodeFunction function, int place, ulong[] live)
    {
        Array.Clear(live);
        var instruction = function.Instructions[place];
        if (instruction.Edges.Length == 0)
        {
            if (!instruction.Source.IsTerminator && place + 1 < before.Length)
            {
                before[place + 1].CopyTo(live, 0);
            }

            return;
        }

        foreach (var edge in instruction.Edges)
        {
            var into = (ulong[])before[edge.Target].Clone();
            foreach (var to in edge.To)
            {
                Clear(into, to);
            }

            foreach (var from in edge.From)
            {
                Set(into, from);
            }

            Or(live, into);
        }
    }

    private static void Or(ulong[] into, ulong[] from)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] |= from[i];
        }
    }

    private static void Set(ulong[] live, int register)
    {
        if (register >= 0)
        {
            live[register >> 6] |= 1UL << (register & 63);
        }
    }

    private static void Clear(ulong[] live, int register)
    {
        if (register >= 0)
        {
            live[register >> 6] &= ~(1UL << (register & 63));
        }
    }
}
