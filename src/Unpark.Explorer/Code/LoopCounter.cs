namespace Unpark.Explorer;

/// <summary>
/// A register that only counts the rounds of a loop: nothing depends on it but whether there is another round.
/// </summary>
/// <param name="Step">What is added in each round; 0 for the state of a range over a number.</param>
/// <param name="Last">With a positive step the largest value for which there is a round, with a negative one the smallest.</param>
internal sealed record LoopCounter(long Step, long Last)
{
    /// <summary>How many rounds come after the current one.</summary>
    public long RoundsLeft(Value value)
    {
        if (Step != 0)
        {
            return Math.Max(0, (Last - value.Bits) / Step);
        }

        var range = (Iteration)value.Reference!;
        return Math.Max(0, range.Of.Bits - range.Next);
    }

    /// <summary>The value some rounds later.</summary>
    public Value After(Value value, long rounds)
    {
        if (Step != 0)
        {
            return Value.Of(value.Bits + (rounds * Step));
        }

        var range = (Iteration)value.Reference!;
        return Value.OfObject(range with { Next = range.Next + rounds, Key = Value.Of(range.Key.Bits + rounds) });
    }
}
