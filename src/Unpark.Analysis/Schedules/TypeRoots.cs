using System.Collections.Immutable;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.Schedules;

/// <summary>
/// Chooses the uses of a package's types that are explored: of those that have channels, locks or groups, a value is made and
/// its methods are called at the same time. Few for each type, chosen by what the methods lead to.
/// </summary>
internal sealed class TypeRoots
{
    private const int MaxRoots = 4;

    private static readonly string[] Closings =
        ["Close", "Stop", "Shutdown", "Terminate", "Cancel", "Quit", "Kill", "Halt", "Destroy", "Dispose"];

    private static readonly string[] Openings = ["Start", "Open", "Begin", "Listen", "Init", "Run", "Serve"];

    private readonly FlowPackage package;
    private readonly WaitSummary summary;
    private readonly Dictionary<NamedType, ImmutableArray<TypeRoot>> known = [];
    private readonly ILookup<NamedType, FlowFunction> methods;

    /// <summary>Makes one for a package. O(functions).</summary>
    /// <param name="package">The package.</param>
    public TypeRoots(FlowPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        this.package = package;
        summary = new WaitSummary(package);
        methods = package.Functions.Where(f => f.Outer == null && ReceiverOf(f) != null).ToLookup(f => ReceiverOf(f)!);
    }

    /// <summary>The types with methods of which there are roots, in source order.</summary>
    public IEnumerable<NamedType> Types => methods.Select(g => g.Key).Where(t => Of(t).Length > 0);

    /// <summary>The types that a function has to do with: that of its receiver, or those it makes.</summary>
    /// <param name="function">A declared function.</param>
    public IEnumerable<NamedType> TypesOf(FlowFunction function) => ReceiverOf(function) is { } type
        ? [type]
        : methods.Select(g => g.Key).Where(t => Makes(function, t));

    /// <summary>The uses of a type to explore.</summary>
    /// <param name="type">The type.</param>
    public ImmutableArray<TypeRoot> Of(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!known.TryGetValue(type, out var roots))
        {
            roots = IsUsedByGoroutines(type) ? [.. Roots(type).Take(MaxRoots)] : [];
            known.Add(type, roots);
        }

        return roots;
    }

    private static NamedType? ReceiverOf(FlowFunction function) =>
        function.Object?.Signature is { Recv: { } receiver, RecvTypeParams.IsEmpty: true }
        && GoTypes.Deref(receiver.Type) is NamedType { IsGeneric: false, Underlying: StructType } type ? type : null;

    private static bool IsUsedByGoroutines(NamedType type) => type.Underlying is StructType shape
        && shape.Fields.Any(f => AliasType.Unalias(f.Type) is var of
            && (of.Underlying is ChanType || GoTypes.IsNamed(of, "context", "CancelFunc") || IsOfSync(GoTypes.Deref(of))));

    private static bool IsOfSync(GoType type) =>
        type is NamedType { Obj: { Package.Path: "sync", Name: "Mutex" or "RWMutex" or "WaitGroup" or "Cond" } };

    private IEnumerable<TypeRoot> Roots(NamedType type)
    {
        var makers = package.Functions.Where(f => Makes(f, type) && !IsOfTest(f)).ToList();
        var inside = package.Functions.Where(f => ReceiverOf(f.Root) == type || makers.Contains(f.Root)).ToHashSet();
        var callable = methods[type].Where(f => IsCallable(f, inside)).ToList();
        var constructor = makers.OrderBy(m => Preference(m, makers)).FirstOrDefault();
        var closings = ClosingsOf(callable);
        var opening = callable.FirstOrDefault(f => Openings.Any(n => IsNamed(f, n)) && !closings.Contains(f)
            && summary.Of(f) is var does && does.HasFlag(WaitKinds.Starts) && !does.HasFlag(WaitKinds.Channel));
        if (constructor != null && summary.Of(constructor).HasFlag(WaitKinds.Starts))
        {
            opening = null;
        }

        var shared = SharedFields(type, constructor);
        if (constructor != null)
        {
            var waiting = callable.Where(f => f != opening && !closings.Contains(f) && summary.Of(f).HasFlag(WaitKinds.Channel)).ToList();
            foreach (var closing in closings)
            {
                if (waiting.Count == 0 || opening != null || summary.Of(constructor).HasFlag(WaitKinds.Starts))
                {
                    yield return Root([], closing, true);
                }

                foreach (var one in waiting.Take(MaxRoots - 1))
                {
                    yield return Root([one], closing, true);
                }
            }
        }

        // A channel that nobody has made is none.
        if (constructor == null && HasChannel(type))
        {
            yield break;
        }

        var locking = methods[type].Where(f => callable.Contains(f) && summary.Of(f).HasFlag(WaitKinds.Lock)).ToList();
        var nesting = locking.Where(f => summary.Of(f).HasFlag(WaitKinds.LocksBelow)).ToList();
        foreach (var one in nesting)
        {
            foreach (var other in locking.OrderBy(f => nesting.Contains(f) ? 0 : 1).Where(f => f != one && !(nesting.Contains(f) && nesting.IndexOf(f) < nesting.IndexOf(one))).Take(2))
            {
                yield return Root([one, other], null, false);
            }
        }

        TypeRoot Root(ImmutableArray<FlowFunction> calls, FlowFunction? closing, bool isClosed) =>
            new(new ExplorationRoot(calls.FirstOrDefault() ?? closing!)
            {
                Use = new TypeUse(type, constructor, calls, closing) { Opening = opening, SharedFields = shared },
            },
            isClosed);
    }

    private static bool HasChannel(NamedType type) => ((StructType)type.Underlying).Fields.Any(f => f.Type.Underlying is ChanType);

    private static bool IsExported(FlowFunction function) => function.Object is { Name: [>= 'A' and <= 'Z', ..] };

    private static bool IsOfTest(FlowFunction function) => function.File.Tree.File.Path.EndsWith("_test.go", StringComparison.Ordinal);

    private static bool IsNamed(FlowFunction function, string name) =>
        string.Equals(function.Object?.Name, name, StringComparison.OrdinalIgnoreCase);

    // What the type's own functions start as a goroutine, or call only among themselves, is not for others to call.
    private bool IsCallable(FlowFunction method, HashSet<FlowFunction> inside) =>
        !IsOfTest(method)
        && !inside.Any(f => f.Goroutines.Any(g => GoroutineStarts.StartedBy(f, g) == method))
        && (IsExported(method) || package.CallGraph.CallersOf(method).Any(c => !inside.Contains(c.Caller) && !IsOfTest(c.Caller)));

    // Without one that is named so, what closes a channel.
    private static List<FlowFunction> ClosingsOf(List<FlowFunction> callable)
    {
        var possible = callable.Where(f => f.Object!.Signature.Params.Vars.All(v => GoTypes.IsNamed(v.Type, "context", "Context"))).ToList();
        var named = possible.Where(f => Closings.Any(n => IsNamed(f, n))).OrderBy(f => Array.FindIndex(Closings, n => IsNamed(f, n))).Take(1).ToList();
        return named.Count > 0 ? named : [.. possible.Where(f => f.Ssa.Instructions.Any(i => i.Op == SsaOp.Close)).Take(1)];
    }

    // One that another one is made of is called with what that one gives it.
    private int Preference(FlowFunction function, List<FlowFunction> makers) =>
        (package.CallGraph.CallersOf(function).Any(c => c.Caller.Root != function && makers.Contains(c.Caller.Root)) ? 4 : 0)
        + (function.Object!.Name.StartsWith("New", StringComparison.OrdinalIgnoreCase) ? 0 : 2)
        + (function.Object.Signature.Params.Length > 0 ? 1 : 0);

    // A function that returns one, or what may be one.
    private static bool Makes(FlowFunction function, NamedType type)
    {
        if (function.Outer != null || function.Object is not { Signature: { Recv: null, TypeParams.IsEmpty: true } signature })
        {
            return false;
        }

        foreach (var result in signature.Results.Vars)
        {
            if (ReferenceEquals(GoTypes.Deref(result.Type), type))
            {
                return true;
            }

            if (result.Type.Underlying is InterfaceType && !GoTypes.IsError(result.Type)
                && function.Composites.Any(c => function.File.TypeOf(c).Type is { } made && ReferenceEquals(GoTypes.Deref(made), type)))
            {
                return true;
            }
        }

        return false;
    }

    // Those that others can name, and channels that methods may give away.
    private ImmutableArray<Var> SharedFields(NamedType type, FlowFunction? constructor)
    {
        var given = methods[type].SelectMany(m => m.Object!.Signature.Results.Vars).Select(v => v.Type.Underlying).OfType<ChanType>().ToList();
        return [.. ((StructType)type.Underlying).Fields.Where(f => IsShared(f))];

        bool IsShared(Var field) => field.Name is [>= 'A' and <= 'Z', ..]
            || (field.Type.Underlying is ChanType channel && given.Exists(g => TypeRelations.Identical(g.Elem, channel.Elem)))
            || package.FieldUses.Of(field).Any(u => u.Parent is not Unpark.Go.Syntax.KeyValueExpr && u.Function?.Root is { } root
                && root != constructor && !ReferenceEquals(ReceiverOf(root), type));
    }
}
