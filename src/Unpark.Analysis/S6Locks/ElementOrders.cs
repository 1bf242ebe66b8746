using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Finds two elements of one array or map of locks that are held at once though nothing says which of them comes first: two
/// goroutines that do the same with the indices exchanged wait for each other.
/// </summary>
internal sealed class ElementOrders
{
    private readonly PackageContext package;

    public ElementOrders(PackageContext package)
    {
        this.package = package;
    }

    /// <summary>The second locks, with the first one and the place where it was taken.</summary>
    public IEnumerable<(LockKey First, LockEvent Site, LockAct Second)> In(FlowFunction function)
    {
        var locks = package.Locks.Of(function);
        foreach (var key in HeldLocks.Taken(locks).ToList())
        {
            if (IndexOf(key.Path) is not { } first || !locks.Follow(key).Exploration.IsComplete)
            {
                continue;
            }

            foreach (var act in package.Acts.Of(function).Acts)
            {
                if (act is { Kind: LockActKind.Take, Path: { } path } && !(key.IsRead && act.IsRead) && IndexOf(path) is { } second
                    && first.Index != second.Index && IsSameArray(key.Path, path, first.At, second.At)
                    && !IsOrdered(function, first.Index, second.Index) && HeldLocks.SiteAt(locks, key, act) is { } site)
                {
                    yield return (key, site, act);
                }
            }
        }
    }

    // The last index on the way to the lock, if it is a variable.
    private static (int At, Var Index)? IndexOf(AccessPath path)
    {
        for (var i = path.Steps.Length - 1; i >= 0; i--)
        {
            if (path.Steps[i].IsIndex)
            {
                return path.Steps[i].Key is Var index ? (i, index) : null;
            }
        }

        return null;
    }

    private static bool IsSameArray(AccessPath x, AccessPath y, int first, int second) =>
        first == second && x.Root == y.Root && x.Steps.Length == y.Steps.Length
        && x.Steps.AsSpan()[..first].SequenceEqual(y.Steps.AsSpan()[..second])
        && x.Steps.AsSpan()[(first + 1)..].SequenceEqual(y.Steps.AsSpan()[(second + 1)..]);

    // Both are worked out from what they are given, neither from the other, and nothing asks which one is smaller.
    private static bool IsOrdered(FlowFunction function, Var first, Var second) =>
        !IsFree(function, first, second) || !IsFree(function, second, first)
        || NodeSearch.Any(function.Root.Body, n => n is BinaryExpr { Op: TokenKind.Lss or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq } b
            && (Mentions(function, b, first) || Mentions(function, b, second)));

    private static bool IsFree(FlowFunction function, Var index, Var other) =>
        function.Locals.Of(index) is { Assignments: 1, IsPrivate: true } local
        && local.Initializer is { } value && !Mentions(function, value, other);

    private static bool Mentions(FlowFunction function, Node node, Var variable) =>
        NodeSearch.Any(node, n => n is Ident ident && function.File.UseOf(ident) == variable);
}
