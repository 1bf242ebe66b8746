namespace Unpark.Go.Types;

/// <content>
/// Arrays of operands for the arguments of a call, kept for the next call: there is one in every third expression.
/// </content>
internal sealed partial class Checker
{
    private const int MaxKeptOperands = 8;

    private readonly Stack<Operand[]>?[] keptOperands = new Stack<Operand[]>?[MaxKeptOperands + 1];

    /// <summary>An array of unknown operands of just this length.</summary>
    private Operand[] RentOperands(int length)
    {
        if (length == 0)
        {
            return [];
        }

        return length <= MaxKeptOperands && keptOperands[length] is { Count: > 0 } kept
            ? kept.Pop()
            : new Operand[length];
    }

    /// <summary>Gives an array back that no one will look at any more.</summary>
    private void ReturnOperands(Operand[] operands)
    {
        if (operands.Length is > 0 and <= MaxKeptOperands)
        {
            Array.Clear(operands);
            (keptOperands[operands.Length] ??= new Stack<Operand[]>()).Push(operands);
        }
    }
}
