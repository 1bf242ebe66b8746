using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// What calling the functions of a package leads to, in the goroutine that calls: locks taken, channels and WaitGroups
/// waited for. Calls that name what they call are followed, calls through an interface of the package that one type
/// implements, and calls of which the flow of values tells what they call; all others end a chain. Worked out once, for the
/// functions that have to do with locks and what they call.
/// </summary>
internal sealed class PackageActs
{
    private const int MaxChains = 96;
    private const int MaxSteps = 8;
    private readonly Dictionary<FlowFunction, FunctionActs> functions = [];
    private readonly Dictionary<FlowFunction, Dictionary<ChainKey, ActChain>> chains = [];
    private readonly Dictionary<FlowFunction, List<FlowFunction>> users = [];
    private readonly Dictionary<Func, FlowFunction?> implementations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FlowFunction, Dictionary<AccessPath, (Var Class, string Name)>> classes = [];
    private OnceFunctions? onceFunctions;
    private KeptFunctions? keptFunctions;
    private DynamicCalls? dynamicCalls;
    private bool isComplete;

    private HashSet<GoType>? keepers;

    public PackageActs(PackageLocks locks, ILibraryCalls? libraries)
    {
        Locks = locks;
        Libraries = libraries;
    }

    /// <summary>What is known of the functions of other packages; null to ask nothing.</summary>
    public ILibraryCalls? Libraries { get; }

    /// <summary>What happens to the locks of the package.</summary>
    public PackageLocks Locks { get; }

    /// <summary>The package.</summary>
    public FlowPackage Flow => Locks.Package;

    /// <summary>What sync.OnceFunc and its like made in the package.</summary>
    public OnceFunctions OnceFunctions => onceFunctions ??= new OnceFunctions(this);

    /// <summary>The functions that fields of structs hold.</summary>
    public KeptFunctions KeptFunctions => keptFunctions ??= new KeptFunctions(this);

    /// <summary>
    /// The types of other packages that some function of the package is given to by calling a method: what they do with it
    /// matters when they are stopped.
    /// </summary>
    public bool IsGivenFunctions(GoType type) => (keepers ??= CollectKeepers()).Contains(GoTypes.Deref(type));

    /// <summary>What calls of function values and interface methods call.</summary>
    public DynamicCalls DynamicCalls => dynamicCalls ??= new DynamicCalls(Locks);

    /// <summary>True if the package calls sync.OnceFunc or its like.</summary>
    public bool HasOnceFunctions => OnceFunctions.Any;

    /// <summary>The acts of a function.</summary>
    public FunctionActs Of(FlowFunction function)
    {
        if (!functions.TryGetValue(function, out var found))
        {
            found = new FunctionActs(this, function);
            functions.Add(function, found);
        }

        return found;
    }

    /// <summary>What calling a function leads to, the shortest way to each.</summary>
    public IReadOnlyCollection<ActChain> ChainsOf(FlowFunction function)
    {
        Complete();
        if (!chains.ContainsKey(function))
        {
            Solve([function]);
        }

        return chains[function].Values;
    }

    /// <summary>What an act of a function leads to, as the function sees it.</summary>
    public IEnumerable<ActChain> Expand(FlowFunction function, LockAct act)
    {
        Complete();
        return Lead(function, act);
    }

    /// <summary>Which lock of the package the paths of a function mean.</summary>
    public IReadOnlyDictionary<AccessPath, (Var Class, string Name)> ClassesOf(FlowFunction function)
    {
        if (classes.TryGetValue(function, out var found))
        {
            return found;
        }

        found = [];
        foreach (var act in Of(function).Acts)
        {
            if (act.Kind is LockActKind.Take or LockActKind.Call)
            {
                foreach (var chain in Expand(function, act))
                {
                    if (chain is { Path: { } path, Last: { Kind: LockActKind.Take, Class: { } type } last })
                    {
                        found.TryAdd(path, (type, last.Name));
                    }
                }
            }
        }

        classes.Add(function, found);
        return found;
    }

    /// <summary>The function that an expression names, with its receiver; null if it is not known.</summary>
    public BoundFunction? Bind(FlowFunction function, PathResolver paths, Expr expression)
    {
        expression = Callees.Unparen(expression);
        expression = expression switch
        {
            IndexExpr { X: var x } => Callees.Unparen(x),
            IndexListExpr { X: var x } => Callees.Unparen(x),
            _ => expression,
        };
        switch (expression)
        {
            case FuncLit literal:
                return Flow.FunctionOf(literal) is { } body ? new BoundFunction(body, null, []) : null;
            case Ident ident when function.File.UseOf(ident) is Func named:
                return Flow.FunctionOf(named) is { } declared ? new BoundFunction(declared, null, []) : null;
            case Ident ident when function.File.UseOf(ident) is Var { IsField: false } variable:
                return function.Locals.Of(variable)?.OnlyValue is { } value
                    && Callees.Unparen(value) is FuncLit or SelectorExpr
                    ? Bind(function, paths, value)
                    : null;
            case SelectorExpr selector when function.File.UseOf(selector.Sel) is Func method:
                if (Flow.FunctionOf(method) is { } called)
                {
                    return new BoundFunction(called, paths.ReceiverOf(selector), []);
                }

                return ImplementationOf(method) is { } only ? new BoundFunction(only, paths.ReceiverOf(selector), []) : null;
            default:
                return null;
        }
    }

    /// <summary>The path that a called function knows, as its caller names it; null if it cannot.</summary>
    public static AccessPath? Translate(FlowFunction caller, BoundFunction callee, AccessPath path)
    {
        var root = path.Root;
        if (path.IsGlobal)
        {
            return path;
        }

        if (path.Steps.Any(s => s is { IsIndex: true, Key: Var }))
        {
            return null;
        }

        if (callee.Function.Syntax is FuncDecl { Recv.List: [{ Names: [var self] }] }
            && callee.Function.File.DefOf(self) == root)
        {
            return callee.Receiver == null ? null : path.OnTopOf(callee.Receiver);
        }

        if (IndexOf(callee.Function, root) is { } index)
        {
            return index < callee.Arguments.Length && new PathResolver(caller).Of(callee.Arguments[index]) is { } start
                ? path.OnTopOf(start)
                : null;
        }

        if (callee.Keeper is { } keeper)
        {
            return BoundFunction.Rename(keeper, path);
        }

        // A variable that a literal captures is the same in the function around it.
        return callee.Function.Outer != null && callee.Function.Root == caller.Root
            && callee.Function.Locals.Of(root)?.Function is { } declaring && !callee.Function.Encloses(declaring)
            ? path
            : null;
    }

    private static int? IndexOf(FlowFunction function, Var parameter)
    {
        var index = 0;
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (function.File.DefOf(name) == parameter)
                {
                    return field.Type is Ellipsis ? null : index;
                }

                index++;
            }

            index += field.Names.IsEmpty ? 1 : 0;
        }

        return null;
    }

    // An interface of the package that one type of the package implements; what other packages implement is not known.
    private FlowFunction? ImplementationOf(Func method)
    {
        if (method.Signature.Recv?.Type is not NamedType { Underlying: InterfaceType } type
            || type.Obj.Package != Flow.Package.Package)
        {
            return null;
        }

        if (implementations.TryGetValue(method, out var found))
        {
            return found;
        }

        var count = 0;
        foreach (var member in Flow.Package.Package.Scope.Objects)
        {
            if (member is TypeName { Type: NamedType { IsGeneric: false } named } && !IsOfTests(member)
                && named.Underlying is not InterfaceType && TypeRelations.Implements(new PointerType(named), type)
                && Lookup.FieldOrMethod(named, true, method.Package, method.Name).Obj is Func own)
            {
                count++;
                found = Flow.FunctionOf(own);
            }
        }

        found = count == 1 ? found : null;
        implementations.Add(method, found);
        return found;
    }

    private HashSet<GoType> CollectKeepers()
    {
        var all = new HashSet<GoType>(ReferenceEqualityComparer.Instance);
        foreach (var function in Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.Unparen(call.Fun) is SelectorExpr selector && call.Args.Any(a => IsFunction(function, a))
                    && function.File.UseOf(selector.Sel) is Func { IsMethod: true } method && method.Package != Flow.Package.Package
                    && function.File.TypeOf(selector.X).Type is { } type)
                {
                    all.Add(GoTypes.Deref(type));
                }
            }
        }

        return all;
    }

    // What tests put in its place is not what runs.
    internal static bool IsOfTests(GoObject member)
    {
        var file = Path.GetFileName(member.File?.Path ?? "");
        return file.EndsWith("_test.go", StringComparison.Ordinal) || file.StartsWith("mock", StringComparison.OrdinalIgnoreCase)
            || file.StartsWith("fake", StringComparison.OrdinalIgnoreCase);
    }

    private void Complete()
    {
        if (!isComplete)
        {
            isComplete = true;
            Solve(Flow.Functions.Where(Locks.Touches));
        }
    }

    // Upwards from what is called to who calls, until nothing new is found: recursion adds nothing that is not there.
    private void Solve(IEnumerable<FlowFunction> starts)
    {
        var work = new Queue<FlowFunction>();
        var queued = new HashSet<FlowFunction>();
        var discovered = new Stack<FlowFunction>(starts);
        while (discovered.TryPop(out var function))
        {
            if (!chains.TryAdd(function, []))
            {
                continue;
            }

            work.Enqueue(function);
            queued.Add(function);
            foreach (var used in Of(function).Acts.SelectMany(act => UsedBy(function, act)))
            {
                if (!users.TryGetValue(used, out var list))
                {
                    list = [];
                    users.Add(used, list);
                }

                if (!list.Contains(function))
                {
                    list.Add(function);
                }

                discovered.Push(used);
            }
        }

        while (work.TryDequeue(out var function))
        {
            queued.Remove(function);
            if (!Update(function) || !users.TryGetValue(function, out var above))
            {
                continue;
            }

            foreach (var user in above)
            {
                if (queued.Add(user))
                {
                    work.Enqueue(user);
                }
            }
        }
    }

    private IEnumerable<FlowFunction> UsedBy(FlowFunction function, LockAct act)
    {
        if (act.Callee is not { } callee)
        {
            yield break;
        }

        yield return callee.Function;
        foreach (var argument in callee.Arguments)
        {
            if (IsFunction(function, argument) && Bind(function, new PathResolver(function), argument) is { } given)
            {
                yield return given.Function;
            }
        }
    }

    private static bool IsFunction(FlowFunction function, Expr argument) =>
        argument is FuncLit || function.File.TypeOf(argument).Type?.Underlying is Signature;

    private bool Update(FlowFunction function)
    {
        var mine = chains[function];
        var grew = false;
        if (mine.Count >= MaxChains)
        {
            return false;
        }

        foreach (var act in Of(function).Acts)
        {
            foreach (var chain in Lead(function, act))
            {
                if (mine.Count >= MaxChains)
                {
                    return grew;
                }

                if (!Counts(function, act, chain))
                {
                    continue;
                }

                var known = Stable(function, chain.Path) ? chain : chain with { Path = null };
                if (known.Path == null && known.Last.Class == null)
                {
                    continue;
                }

                var key = new ChainKey(known.Last.Kind, known.Path, known.Path == null ? known.Last.Class : null, known.IsRead);
                grew |= mine.TryAdd(key, known);
            }
        }

        return grew;
    }

    // A lock that the function gives back first, or took itself, is not one that it needs from its caller.
    private bool Counts(FlowFunction function, LockAct act, ActChain chain) =>
        chain.Last.Kind is not LockActKind.Take || chain.Path == null || !Locks.Touches(function)
        || (IsAsBefore(function, act, new LockKey(chain.Path, false)) && IsAsBefore(function, act, new LockKey(chain.Path, true)));

    /// <summary>True if on some path to an act the function has neither taken the lock nor given it back.</summary>
    public bool IsAsBefore(FlowFunction function, LockAct act, LockKey key)
    {
        var here = Locks.Of(function);
        return !here.Keys.Contains(key) || here.StatesAt(key, act).Any(s => s.Status == LockStatus.AsBefore);
    }

    // While something on the way is assigned, the same path means different things.
    private static bool Stable(FlowFunction function, AccessPath? path)
    {
        if (path == null || path.Steps.Length > MaxSteps || (function.Locals.Of(path.Root)?.Assignments ?? 1) > 1)
        {
            return false;
        }

        for (var i = 0; i < path.Steps.Length; i++)
        {
            if (path.Steps[i].Field is { } field && function.Locals.IsAssigned(field))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<ActChain> Lead(FlowFunction function, LockAct act)
    {
        var here = Of(function);
        if (act.Kind is not (LockActKind.Call or LockActKind.Format))
        {
            yield return new ActChain(function, act, act.Path, null)
            {
                IsAlways = here.IsAlways(act.Block), Tests = here.TestsOf(act.Block),
            };
        }

        if (act.Callee is not { } callee || !chains.TryGetValue(callee.Function, out var below))
        {
            yield break;
        }

        if (act.Kind is LockActKind.Spawn or LockActKind.Go)
        {
            foreach (var led in CalledAside(function, act, callee, below))
            {
                yield return led;
            }

            yield break;
        }

        foreach (var chain in below.Values.ToArray())
        {
            if (chain.Last.Kind == LockActKind.Callback)
            {
                foreach (var led in Called(function, act, callee, chain))
                {
                    yield return led;
                }
            }
            else if (Follow(function, act, callee, chain) is { } led)
            {
                yield return led;
            }
        }
    }

    // A goroutine that calls what the function was given, and that the function waits for, might as well be the function.
    private IEnumerable<ActChain> CalledAside(FlowFunction function, LockAct act, BoundFunction callee,
        Dictionary<ChainKey, ActChain> below)
    {
        foreach (var chain in below.Values.ToArray())
        {
            if (chain.Last.Kind == LockActKind.Callback && IsAwaited(function, act, callee, below)
                && Follow(function, act, callee, chain) is { Path: not null } led)
            {
                yield return led with { IsAlways = false };
            }
        }
    }

    private bool IsAwaited(FlowFunction function, LockAct act, BoundFunction callee, Dictionary<ChainKey, ActChain> below)
    {
        var here = Of(function);
        foreach (var wait in here.Acts)
        {
            if (wait is { Kind: LockActKind.Wait, Path: { } group }
                && (wait.Block == act.Block ? wait.Syntax.Pos > act.Syntax.Pos || here.Reaches(act.Block, act.Block) : here.Reaches(act.Block, wait.Block))
                && (act.Kind == LockActKind.Spawn ? group.Equals(act.Path) : below.Values.Any(c =>
                    c is { Last.Kind: LockActKind.Done, Path: { } done } && Translate(function, callee, done)?.Equals(group) == true)))
            {
                return true;
            }
        }

        return false;
    }

    // The function that is called calls one of its parameters: what the caller gave it.
    private IEnumerable<ActChain> Called(FlowFunction function, LockAct act, BoundFunction callee, ActChain chain)
    {
        if (chain.Path is not { Steps.IsEmpty: true } path || IndexOf(callee.Function, path.Root) is not { } index
            || index >= callee.Arguments.Length)
        {
            yield break;
        }

        var argument = callee.Arguments[index];
        if (Bind(function, new PathResolver(function), argument) is not { } given)
        {
            if (Follow(function, act, callee, chain) is { } passed)
            {
                yield return passed;
            }

            yield break;
        }

        if (!chains.TryGetValue(given.Function, out var below))
        {
            yield break;
        }

        var middle = act with { Callee = given };
        foreach (var inner in below.Values.ToArray())
        {
            if (inner.Last.Kind != LockActKind.Callback && Follow(function, middle, given, inner) is { } led
                && (led.Last.Kind != LockActKind.Take || led.Path == null || !IsGivenBack(function, callee, chain, led.Path)))
            {
                yield return led with { IsAlways = false };
            }
        }
    }

    // The function that calls what it was given may unlock for that.
    private bool IsGivenBack(FlowFunction function, BoundFunction callee, ActChain chain, AccessPath path)
    {
        var way = new Stack<(FlowFunction Caller, BoundFunction Callee)>();
        way.Push((function, callee));
        for (var at = chain; at != null; at = at.Next)
        {
            if (Locks.Touches(at.Function) && Locks.Of(at.Function).Keys.Any(key => Known(way, key.Path)?.Equals(path) == true
                && !IsAsBefore(at.Function, at.Act, key)))
            {
                return true;
            }

            if (at.Act.Callee is { } next)
            {
                way.Push((at.Function, next));
            }
        }

        return false;
    }

    /// <summary>A path that the innermost of some calls knows, as the outermost caller names it; null if it cannot.</summary>
    public static AccessPath? Known(Stack<(FlowFunction Caller, BoundFunction Callee)> way, AccessPath path)
    {
        var known = path;
        foreach (var (caller, callee) in way)
        {
            if ((known = Translate(caller, callee, known)) == null)
            {
                return null;
            }
        }

        return known;
    }

    private ActChain? Follow(FlowFunction function, LockAct act, BoundFunction callee, ActChain chain)
    {
        if (chain.Length >= 12)
        {
            return null;
        }

        var here = Of(function);
        var tests = here.TestsOf(act.Block);
        var isAlways = chain.IsAlways && act.Kind != LockActKind.Format && here.IsAlways(act.Block);
        foreach (var test in chain.Tests)
        {
            switch (Ask(function, callee, test, out var handed))
            {
                case false:
                    return null;
                case null when handed != null:
                    tests = tests.Add(handed.Value);
                    break;
                case null:
                    isAlways = false;
                    tests = tests.Add(test);
                    break;
            }
        }

        var path = chain.Path == null ? null : Translate(function, callee, chain.Path);
        return new ActChain(function, act, path, chain) { IsAlways = isAlways, Tests = tests };
    }

    // Whether the argument answers the test as it has to be answered; null if that is not known.
    private static bool? Ask(FlowFunction function, BoundFunction callee, ParameterTest test, out ParameterTest? handed)
    {
        handed = null;
        if (callee.Function.Outer != null && callee.Function.Root == function.Root
            && function.Locals.Of(test.Parameter)?.Function?.Encloses(function) == true)
        {
            // A parameter of a function around the literal.
            handed = test;
            return null;
        }

        if (IndexOf(callee.Function, test.Parameter) is not { } index || index >= callee.Arguments.Length)
        {
            return null;
        }

        var argument = Callees.Unparen(callee.Arguments[index]);
        var known = function.File.TypeOf(argument);
        if (test.IsNil)
        {
            if (known.IsNil)
            {
                return test.Wanted;
            }

            if (argument is FuncLit or CompositeLit or UnaryExpr { Op: TokenKind.And })
            {
                return !test.Wanted;
            }
        }
        else if (known.Value?.ToString() is "true" or "false")
        {
            return (known.Value.ToString() == "true") == test.Wanted;
        }

        if (argument is Ident ident && function.File.UseOf(ident) is Var { Kind: VarKind.Parameter } parameter)
        {
            handed = test with { Parameter = parameter };
            return null;
        }

        // What is passed by a name is hardly nil.
        return test is { IsNil: true, Wanted: true } ? false : null;
    }

    private readonly record struct ChainKey(LockActKind Kind, AccessPath? Path, Var? Class, bool IsRead);
}
