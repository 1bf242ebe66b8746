using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>The go and defer statements of a package, by the function or literal they are written in.</summary>
public sealed class SpawnStatements
{
    internal SpawnStatements(FlowPackage package)
    {
        Goes = InSourceOrder(package, static function => function.Goroutines);
        Defers = InSourceOrder(package, static function => function.Defers);
    }

    /// <summary>The go statements in source order.</summary>
    public ImmutableArray<(FlowFunction Function, GoStmt Statement)> Goes { get; }

    /// <summary>The defer statements in source order.</summary>
    public ImmutableArray<(FlowFunction Function, DeferStmt Statement)> Defers { get; }

    // A literal stands behind the function that it is written in, and its statements amidst those of that function.
    private static ImmutableArray<(FlowFunction Function, T Statement)> InSourceOrder<T>(FlowPackage package,
        Func<FlowFunction, ImmutableArray<T>> statements)
        where T : Stmt
    {
        var all = new List<(FlowFunction Function, T Statement)>();
        var start = 0;
        foreach (var function in package.Functions)
        {
            if (function.Outer == null)
            {
                Sort();
            }

            foreach (var statement in statements(function))
            {
                all.Add((function, statement));
            }
        }

        Sort();
        return [.. all];

        void Sort()
        {
            if (all.Count - start > 1)
            {
                all.Sort(start, all.Count - start, Comparer<(FlowFunction, T Statement)>.Create(
                    static (x, y) => x.Statement.Pos.CompareTo(y.Statement.Pos)));
            }

            start = all.Count;
        }
    }
}
