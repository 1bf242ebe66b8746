namespace Unpark.Flow;

/// <summary>
/// Something to know of functions that depends on what they call: worked out callees first, and again within a recursion until
/// nothing changes. A rule that needs a fact of its own derives one.
/// </summary>
/// <typeparam name="T">What is known of one function; immutable.</typeparam>
public abstract class SummaryFact<T>
    where T : notnull
{
    /// <summary>What a recursive function is taken for at first; <see cref="Compute"/> may only ever move away from it.</summary>
    public abstract T Start(SsaFunction function);

    /// <summary>What is known of a function, given what is known of those it calls.</summary>
    public abstract T Compute(SsaFunction function, SummaryScope scope);

    /// <summary>True if two summaries say the same.</summary>
    public virtual bool AreEqual(T x, T y) => EqualityComparer<T>.Default.Equals(x, y);
}
