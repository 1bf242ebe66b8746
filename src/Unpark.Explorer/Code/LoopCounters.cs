using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Finds the registers of a function that only count rounds of loops: O(its size).</summary>
internal static class LoopCounters
{
    /// <summary>For each register its counter, or null.</summary>
    public static LoopCounter?[] Of(CodeFunction function)
    {
        var counters = new LoopCounter?[function.RegisterCount];
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Op == SsaOp.Range && instruction.OperandType?.Shape is BasicType { Kind: not (BasicKind.String or BasicKind.UntypedString) }
                && !instruction.Source.Uses.Any(n => n.Uses.Any(u => u.Op == SsaOp.RangeKey)))
            {
                counters[instruction.Target] = new LoopCounter(0, 0);
            }

            foreach (var edge in instruction.Edges)
            {
                foreach (var register in edge.To)
                {
                    counters[register] ??= OfPhi(function, register);
                }
            }
        }

        return counters;
    }

    private static LoopCounter? OfPhi(CodeFunction function, int register)
    {
        if (function.PhiOf(register) is not { } phi)
        {
            return null;
        }

        long step = 0;
        SsaInstruction? next = null;
        foreach (var operand in phi.Operands)
        {
            switch (operand)
            {
                case SsaConst:
                    break;
                case SsaOperation { Op: SsaOp.Binary, Operator: TokenKind.Add or TokenKind.Sub, Operands: [var left, SsaConst { Value: { } by }] } sum
                    when left == phi && ConstantValue.TryGetInt64(by, out var amount) && amount != 0 && (next == null || next == sum):
                    next = sum;
                    step = sum.Operator == TokenKind.Add ? amount : -amount;
                    break;
                default:
                    return null;
            }
        }

        if (next == null || next.Uses.Any(u => u != phi))
        {
            return null;
        }

        long? last = null;
        foreach (var use in phi.Uses)
        {
            if (use == next)
            {
                continue;
            }

            if (last != null || use is not SsaOperation { Op: SsaOp.Binary, Operands: [var counted, SsaConst { Value: { } limit }] } test
                || counted != phi || !ConstantValue.TryGetInt64(limit, out var bound) || test.Uses.Any(u => u.Op != SsaOp.If))
            {
                return null;
            }

            last = (test.Operator, step) switch
            {
                (TokenKind.Lss, > 0) => bound - 1,
                (TokenKind.Leq, > 0) => bound,
                (TokenKind.Neq, 1) => bound - 1,
                (TokenKind.Gtr, < 0) => bound + 1,
                (TokenKind.Geq, < 0) => bound,
                (TokenKind.Neq, -1) => bound + 1,
                _ => null,
            };
            if (last == null)
            {
                return null;
            }
        }

        return last == null ? null : new LoopCounter(step, last.Value);
    }
}
