using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// The summaries of the functions of a call graph. The first question about a fact works it out for all functions, strongly
/// connected components bottom-up. Used by one thread at a time.
/// </summary>
public sealed class FunctionSummaries
{
    // Facts that only grow settle in a few rounds; one that does not is left as it is.
    private const int MaxRounds = 200;

    private readonly Dictionary<object, object> facts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the summaries of a call graph; nothing is worked out yet.</summary>
    public FunctionSummaries(ProgramCallGraph calls)
    {
        Calls = calls;
    }

    /// <summary>The call graph.</summary>
    public ProgramCallGraph Calls { get; }

    /// <summary>What is known of a function of the graph.</summary>
    /// <exception cref="ArgumentException">The function is not one of the graph.</exception>
    public T Of<T>(SummaryFact<T> fact, SsaFunction function)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(function);
        if (!facts.TryGetValue(fact, out var found))
        {
            found = new Dictionary<SsaFunction, T>();
            facts.Add(fact, found);
            Compute(fact, (Dictionary<SsaFunction, T>)found);
        }

        var table = (Dictionary<SsaFunction, T>)found;
        if (table.TryGetValue(function, out var known))
        {
            return known;
        }

        return table.Count < Calls.Functions.Length && Calls.Contains(function)
            ? fact.Start(function)
            : throw new ArgumentException($"{function} is not in the call graph", nameof(function));
    }

    private void Compute<T>(SummaryFact<T> fact, Dictionary<SsaFunction, T> known)
        where T : notnull
    {
        var scope = new SummaryScope(this);
        foreach (var component in Calls.BottomUp)
        {
            var isRecursive = component.Length > 1 || Calls.CallersOf(component[0]).Any(c => c.Block.Function == component[0]);
            var changed = true;
            for (var round = 0; changed && round < MaxRounds; round++)
            {
                changed = false;
                foreach (var function in component)
                {
                    var summary = fact.Compute(function, scope);
                    changed |= !fact.AreEqual(known.TryGetValue(function, out var before) ? before : fact.Start(function), summary);
                    known[function] = summary;
                    scope.Forget(function);
                }

                changed &= isRecursive;
            }
        }
    }
}
