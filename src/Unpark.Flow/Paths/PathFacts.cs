namespace Unpark.Flow;

/// <summary>What is known of the conditions of a function on a path: of each that it holds, or that it does not, or nothing.</summary>
/// <param name="Known">A bit for each condition of which something is known.</param>
/// <param name="Values">Of a known condition whether it holds; 0 for the others.</param>
public readonly record struct PathFacts(ulong Known, ulong Values)
{
    /// <summary>Nothing is known.</summary>
    public static PathFacts None => default;

    /// <summary>What is known in both.</summary>
    public PathFacts Meet(PathFacts other)
    {
        var known = Known & other.Known & ~(Values ^ other.Values);
        return new PathFacts(known, Values & known);
    }

    /// <summary>Forgets conditions.</summary>
    public PathFacts Without(ulong conditions) => new(Known & ~conditions, Values & ~conditions);

    /// <summary>Adds what is known of a condition.</summary>
    /// <param name="condition">Its number.</param>
    /// <param name="holds">Whether it holds.</param>
    public PathFacts With(int condition, bool holds)
    {
        var bit = 1UL << condition;
        return new PathFacts(Known | bit, holds ? Values | bit : Values & ~bit);
    }

    /// <summary>Whether a condition holds; null if that is not known.</summary>
    public bool? Of(int condition)
    {
        var bit = 1UL << condition;
        return (Known & bit) == 0 ? null : (Values & bit) != 0;
    }
}
