using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP603: two locks that are taken in both orders.</summary>
internal sealed class LockOrderRule : ILeakRule
{
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

    private void Check(PackageContext package, List<LockOrder> there, List<LockOrder> back)
    {
        // Where one order is the rule, the other is the mistake.
        if (Places(there) > Places(back) || (Places(there) == Places(back) && Shortest(there) > Shortest(back)))
        {
            (there, back) = (back, there);
        }

        foreach (var order in there.OrderBy(o => o.Chain.Length))
        {
            foreach (var other in back.OrderBy(o => o.Chain.Length))
            {
                if (Judge(order, other) is { } confidence)
                {
                    Report(package, order, other, confidence);
                    return;
                }
            }
        }
    }

    private static int Places(List<LockOrder> orders) =>
        orders.Select(o => (o.Function, o.Chain.Act.Syntax)).Distinct().Count();

    private static int Shortest(List<LockOrder> orders) => orders.Min(o => o.Chain.Length);

    private static Confidence? Judge(LockOrder order, LockOrder other)
    {
        if (order.Gates.Overlaps(other.Gates) || (order.Function.Root == other.Function.Root && order.Function == other.Function))
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

        return isFirstShared || isSecondShared ? Confidence.Possible : Confidence.Likely;
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
