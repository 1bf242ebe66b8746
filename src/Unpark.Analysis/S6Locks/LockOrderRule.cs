using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP603: two locks that are taken in both orders.</summary>
internal sealed class LockOrderRule : ILeakRule
{
    private const int MaxDistance = 6;

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP603", "lock-order", 6, RuleProfile.Leaks,
        "Two goroutines take the same two locks in different orders: each waits for the other's for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Locks.TakesLocks)
        {
            return;
        }

        Elements(package);
        var orders = new Dictionary<(Var, Var), List<LockOrder>>();
        foreach (var order in new LockOrders(package).All())
        {
            var pair = (order.First, order.Second);
            if (!orders.TryGetValue(pair, out var list))
            {
                list = [];
                orders.Add(pair, list);
            }

            list.Add(order);
        }

        var done = new HashSet<(Var, Var)>();
        foreach (var (pair, there) in orders)
        {
            if (done.Add((pair.Item2, pair.Item1)) && !done.Contains(pair)
                && orders.TryGetValue((pair.Item2, pair.Item1), out var back))
            {
                Check(package, there, back);
            }
        }
    }

    private void Elements(PackageContext package)
    {
        var elements = new ElementOrders(package);
        foreach (var function in package.Flow.Functions)
        {
            if (!package.Locks.Touches(function) || PackageContext.IsTest(function.File) || LockOrders.IsSetUp(function.Root))
            {
                continue;
            }

            var file = function.File.Tree.File;
            foreach (var (first, site, second) in elements.In(function))
            {
                package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, second.Syntax), function.Name,
                    $"{second.Path} is locked here with {first.Path} locked since line {ChainPlaces.LineOf(function, site.Syntax)}, and "
                        + "nothing orders the two: two goroutines with the indices exchanged can wait for each other for ever",
                    [
                        new RelatedPlace(SourceSpan.Of(file, site.Syntax), "one element is locked here"),
                        new RelatedPlace(SourceSpan.Of(file, second.Syntax), "and then another one here"),
                    ],
                    []));
            }
        }
    }

    private void Check(PackageContext package, List<LockOrder> there, List<LockOrder> back)
    {
        if (IsRule(there, back))
        {
            (there, back) = (back, there);
        }

        foreach (var order in there.OrderBy(o => o.Chain.Distance))
        {
            foreach (var other in back.OrderBy(o => o.Chain.Distance))
            {
                if (Judge(package, order, other) is { } confidence)
                {
                    Report(package, order, other, confidence);
                    return;
                }
            }
        }
    }

    // Where one order is the rule, the other is the mistake; it is one to call with a lock held what is not known, and what
    // ends a thing runs beside all the rest.
    private static bool IsRule(List<LockOrder> there, List<LockOrder> back)
    {
        var difference = Places(there) - Places(back);
        difference = difference != 0 ? difference : Dynamic(back) - Dynamic(there);
        difference = difference != 0 ? difference : Shortest(there) - Shortest(back);
        difference = difference != 0 ? difference : Ending(back) - Ending(there);
        return difference > 0;
    }

    private static int Dynamic(List<LockOrder> orders) => orders.All(o => o.Chain.Distance > o.Chain.Length) ? 1 : 0;

    private static int Ending(List<LockOrder> orders) => orders.Max(o => o.Function.Object is not { } function
        || !S4Libraries.LifecycleInference.IsEnd(char.ToUpperInvariant(function.Name[0]) + function.Name[1..]) ? 0
        : function.Exported ? 2 : 1);

    private static int Places(List<LockOrder> orders) =>
        orders.Select(o => o.Function.Root).Distinct().Count();

    private static int Shortest(List<LockOrder> orders) => orders.Min(o => o.Chain.Length);

    private static Confidence? Judge(PackageContext package, LockOrder order, LockOrder other)
    {
        if (order.Gates.Overlaps(other.Gates) || (order.Function.Root == other.Function.Root && order.Function == other.Function))
        {
            return null;
        }

        // What wraps others of its kind is not wrapped by them.
        if (InterfaceOf(order.Chain) is { } kind && kind == InterfaceOf(other.Chain))
        {
            return null;
        }

        // Readers get in together unless a writer waits.
        var isFirstShared = order.IsFirstRead && other.Chain.IsRead;
        var isSecondShared = order.Chain.IsRead && other.IsFirstRead;
        if (isFirstShared && isSecondShared)
        {
            return null;
        }

        // What is found by many calls may be kept apart by much.
        return isFirstShared || isSecondShared || IsAlone(package, order) || IsAlone(package, other) || order.Chain.Distance + other.Chain.Distance > MaxDistance
            ? Confidence.Possible
            : Confidence.Likely;
    }

    // Who has waited for its goroutines to end runs beside little.
    private static bool IsAlone(PackageContext package, LockOrder order)
    {
        if (order.Function.Object is not { } function || !S4Libraries.LifecycleInference.IsEnd(function.Name))
        {
            return false;
        }

        var acts = package.Acts.Of(order.Function);
        var site = acts.Acts.FirstOrDefault(a => a.Syntax == order.Site.Syntax);
        return site != null && acts.Acts.Any(a => a is { Kind: LockActKind.Wait or LockActKind.Receive, IsAlternative: false, Path.LastField: not null }
            && (a.Block == site.Block ? a.Syntax.Pos < site.Syntax.Pos : acts.Dominates(a.Block, site.Block)));
    }

    // The interface by a method of which a chain leads on.
    private static TypeName? InterfaceOf(ActChain chain)
    {
        for (var at = chain; at != null; at = at.Next)
        {
            if (at.Act is { IsDynamic: true, Syntax: CallExpr call } && Callees.FunctionOf(at.Function.File, call) is { Signature.Recv.Type: NamedType type })
            {
                return type.Obj;
            }
        }

        return null;
    }

    private void Report(PackageContext package, LockOrder order, LockOrder other, Confidence confidence)
    {
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        Add(places, order, "one goroutine");
        Add(places, other, "another goroutine");
        var subject = order.Chain.Next == null ? $"{order.SecondName} is locked here"
            : $"{ChainPlaces.Callee(order.Chain)} locks {order.SecondName}";
        var file = other.Function.File == order.Function.File ? "line " : Path.GetFileName(other.Function.File.Tree.File.Path) + ":";
        package.Report(new Finding(Rule, confidence, ChainPlaces.Span(order.Chain), order.Function.Name,
            $"{subject} with {order.FirstName} locked since line {ChainPlaces.LineOf(order.Function, order.Site.Syntax)}, and "
                + $"{Name(other.Function)} takes them the other way round at {file}"
                + $"{ChainPlaces.LineOf(other.Function, other.Chain.Act.Syntax)}: two goroutines can wait for each other for ever",
            places.ToImmutable(), []));
    }

    private static string Name(FlowFunction function) => function.Name.Length > 0 ? function.Name : "another function";

    private static void Add(ImmutableArray<RelatedPlace>.Builder places, LockOrder order, string who)
    {
        places.Add(new RelatedPlace(SourceSpan.Of(order.Function.File.Tree.File, order.Site.Syntax),
            $"{who} locks {order.FirstName} here"));
        ChainPlaces.Add(places, order.Chain, $"and then {order.SecondName} here");
    }
}
