using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>What a function returns of what it was given.</summary>
public sealed class ReturnsFact : SummaryFact<ReturnedPlaces>
{
    private ReturnsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static ReturnsFact Instance { get; } = new();

    /// <inheritdoc/>
    public override ReturnedPlaces Start(SsaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ReturnedPlaces([.. Enumerable.Repeat(ImmutableHashSet<SsaPlace>.Empty, function.Signature.Results.Length)]);
    }

    /// <inheritdoc/>
    public override ReturnedPlaces Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        var results = new ImmutableHashSet<SsaPlace>[function.Signature.Results.Length];
        Array.Fill(results, []);
        var places = scope.PlacesIn(function);
        foreach (var block in function.Blocks)
        {
            if (block.Terminator.Op == SsaOp.Return)
            {
                for (var i = 0; i < Math.Min(results.Length, block.Terminator.OperandArray.Length); i++)
                {
                    results[i] = results[i].Union(places.Of(block.Terminator.OperandArray[i]).Where(p => p.IsVisible));
                }
            }
        }

        return new ReturnedPlaces([.. results]);
    }

    /// <inheritdoc/>
    public override bool AreEqual(ReturnedPlaces x, ReturnedPlaces y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return x.Results.Length == y.Results.Length && x.Results.Zip(y.Results).All(p => p.First.SetEquals(p.Second));
    }
}
