namespace Unpark.Flow;

/// <summary>What the computation of a summary may ask.</summary>
public sealed class SummaryScope
{
    private readonly Dictionary<SsaFunction, PlaceResolver> resolvers = [];

    internal SummaryScope(FunctionSummaries summaries)
    {
        Summaries = summaries;
    }

    /// <summary>The summaries, of other facts too.</summary>
    public FunctionSummaries Summaries { get; }

    /// <summary>The call graph.</summary>
    public ProgramCallGraph Calls => Summaries.Calls;

    /// <summary>What is known so far of a function.</summary>
    public T Of<T>(SummaryFact<T> fact, SsaFunction function)
        where T : notnull => Summaries.Of(fact, function);

    /// <summary>Tells which variables of a function its values come from.</summary>
    public PlaceResolver PlacesIn(SsaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!resolvers.TryGetValue(function, out var resolver))
        {
            resolver = new PlaceResolver(function, this);
            resolvers.Add(function, resolver);
        }

        return resolver;
    }

    internal void Forget(SsaFunction function) => resolvers.Remove(function);
}
