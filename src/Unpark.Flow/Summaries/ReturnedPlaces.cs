using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>Which parameters, captured variables and variables of packages the results of a function come from.</summary>
public sealed class ReturnedPlaces
{
    internal ReturnedPlaces(ImmutableArray<ImmutableHashSet<SsaPlace>> results)
    {
        Results = results;
    }

    /// <summary>The places for each result.</summary>
    public ImmutableArray<ImmutableHashSet<SsaPlace>> Results { get; }

    /// <summary>The places of one result.</summary>
    public ImmutableHashSet<SsaPlace> Of(int result) => result < Results.Length ? Results[result] : [];
}
