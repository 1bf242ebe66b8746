using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>An index expression with one index or several, as one; the default value is none at all.</summary>
internal readonly struct IndexedExpr
{
    private readonly Expr? single;
    private readonly ImmutableArray<Expr> several;

    /// <summary>Wraps an index expression; any other expression gives the default value.</summary>
    public IndexedExpr(Expr e)
    {
        switch (e)
        {
            case IndexExpr index:
                Orig = e;
                X = index.X;
                single = index.Index;
                several = [];
                Count = 1;
                break;
            case IndexListExpr list:
                Orig = e;
                X = list.X;
                several = list.Indices;
                Count = several.Length;
                break;
        }
    }

    /// <summary>The index expression; null if there is none.</summary>
    public Expr? Orig { get; }

    /// <summary>What is indexed.</summary>
    public Expr? X { get; }

    /// <summary>How many indices there are.</summary>
    public int Count { get; }

    /// <summary>One of the indices.</summary>
    public Expr this[int index] => single ?? several[index];
}
