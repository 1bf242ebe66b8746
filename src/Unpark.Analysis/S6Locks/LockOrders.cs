using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Collects in which orders the locks of a package are taken.</summary>
internal sealed class LockOrders
{
    private const int MaxCallers = 3;
    private readonly Dictionary<(FlowFunction, int), ImmutableHashSet<Var>> atEntry = [];
    private readonly PackageContext package;

    public LockOrders(PackageContext package)
    {
        this.package = package;
    }

    /// <summary>All orders, by function and place.</summary>
    public IEnumerable<LockOrder> All()
    {
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (package.Locks.Touches(function) && !PackageContext.IsTest(function.File) && !GeneratedCode.Is(function.File.Tree.File.Content) && !IsSetUp(function.Root))
            {
                foreach (var order in In(function))
                {
                    yield return order;
                }
            }
        }
    }

    private IEnumerable<LockOrder> In(FlowFunction function)
    {
        var locks = package.Locks.Of(function);
        var taken = HeldLocks.Taken(locks).ToList();
        if (taken.Count == 0)
        {
            yield break;
        }

        var named = package.Acts.ClassesOf(function);
        foreach (var key in taken)
        {
            if (!named.TryGetValue(key.Path, out var first) || LockClasses.IsFresh(function, key.Path.Root)
                || !locks.Follow(key).Exploration.IsComplete)
            {
                continue;
            }

            foreach (var act in package.Acts.Of(function).Acts)
            {
                if (act.Kind is not (LockActKind.Take or LockActKind.Call) || HeldLocks.SiteAt(locks, key, act) is not { } site)
                {
                    continue;
                }

                ImmutableHashSet<Var>? gates = null;
                foreach (var chain in package.Acts.Expand(function, act))
                {
                    if (chain.Last is { Kind: LockActKind.Take, Class: { } second } && second != first.Class
                        && chain.IsOpen && !IsOfFreshObject(chain) && !HeldLocks.IsGivenBack(package, key, chain))
                    {
                        yield return new LockOrder(function, first.Class, first.Name, key.IsRead, site, chain,
                            gates ??= Gates(function, act, taken, key, 0));
                    }
                }
            }
        }
    }

    private static bool IsOfFreshObject(ActChain chain)
    {
        for (var at = chain; at != null; at = at.Next)
        {
            if (at != chain && IsSetUp(at.Function.Root))
            {
                return true;
            }

            if (at.Path != null && LockClasses.IsFresh(at.Function, at.Path.Root))
            {
                return true;
            }
        }

        return false;
    }

    // Nobody else knows what is being made.
    internal static bool IsSetUp(FlowFunction function)
    {
        var name = function.Object?.Name ?? "";
        return name == "main" || name.StartsWith("init", StringComparison.OrdinalIgnoreCase) || name.StartsWith("new", StringComparison.OrdinalIgnoreCase);
    }

    // The locks that every caller holds.
    private ImmutableHashSet<Var> AtEntry(FlowFunction function, int depth)
    {
        if (!atEntry.TryGetValue((function, depth), out var known))
        {
            known = OfCallers(function, depth);
            atEntry.Add((function, depth), known);
        }

        return known;
    }

    private ImmutableHashSet<Var> OfCallers(FlowFunction function, int depth)
    {
        var calls = package.Flow.CallGraph;
        if (depth == MaxCallers || function.Outer != null || calls.IsOpen(function))
        {
            return [];
        }

        ImmutableHashSet<Var>? all = null;
        foreach (var (caller, call) in calls.CallersOf(function))
        {
            var act = package.Acts.Of(caller).Acts.FirstOrDefault(a => a.Syntax == call);
            var held = act == null || !package.Locks.Touches(caller) ? []
                : Gates(caller, act, HeldLocks.Taken(package.Locks.Of(caller)).ToList(), null, depth + 1);
            all = all == null ? held : all.Intersect(held);
            if (all.IsEmpty)
            {
                break;
            }
        }

        return all ?? [];
    }

    // Under a lock that both hold, they cannot meet.
    private ImmutableHashSet<Var> Gates(FlowFunction function, LockAct act, List<LockKey> taken, LockKey? besides, int depth)
    {
        var locks = package.Locks.Of(function);
        var named = package.Acts.ClassesOf(function);
        var gates = AtEntry(function, depth).ToBuilder();
        foreach (var key in locks.Keys)
        {
            var isTaken = taken.Contains(key);
            if (key == besides || key.IsRead || (named.TryGetValue(key.Path, out var known) ? known.Class : key.Path.LastField?.Origin) is not { } gate
                || (!isTaken && !locks.IsReleasedForCaller(key)))
            {
                continue;
            }

            // A function that gives a lock of its caller's back holds it until then.
            var held = isTaken ? LockStatus.Held : LockStatus.AsBefore;
            if (locks.StatesAt(key, act) is { Count: > 0 } states && states.All(s => s.Status == held))
            {
                gates.Add(gate);
            }
        }

        return gates.ToImmutable();
    }
}
