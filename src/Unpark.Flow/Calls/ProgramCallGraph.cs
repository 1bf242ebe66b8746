using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Who calls whom in one or several packages, calls through interfaces and function values included. These are resolved by
/// what can flow there; where something may come from code that is not among the packages, that is said
/// (<see cref="IsComplete"/>), and <see cref="CandidatesOf"/> gives all that the types allow. Immutable once built.
/// </summary>
public sealed class ProgramCallGraph
{
    private readonly Dictionary<Func, SsaFunction> byObject;
    private readonly Dictionary<SsaInstruction, CallTargets> targets;
    private readonly Dictionary<SsaFunction, List<SsaInstruction>> callers = [];
    private readonly Dictionary<SsaFunction, int> indices = [];
    private readonly CallHierarchy hierarchy;
    private ImmutableArray<ImmutableArray<SsaFunction>> components;

    private ProgramCallGraph(ImmutableArray<SsaFunction> functions, Dictionary<Func, SsaFunction> byObject,
        Dictionary<SsaInstruction, CallTargets> targets)
    {
        Functions = functions;
        this.byObject = byObject;
        this.targets = targets;
        hierarchy = new CallHierarchy(functions, byObject);
        for (var i = 0; i < functions.Length; i++)
        {
            indices.Add(functions[i], i);
        }

        foreach (var function in functions)
        {
            foreach (var instruction in function.Instructions)
            {
                foreach (var callee in CalleesOf(instruction))
                {
                    if (!callers.TryGetValue(callee, out var list))
                    {
                        list = [];
                        callers.Add(callee, list);
                    }

                    list.Add(instruction);
                }
            }
        }
    }

    /// <summary>The functions with a body, literals and the initializations of the packages included.</summary>
    public ImmutableArray<SsaFunction> Functions { get; }

    /// <summary>
    /// The strongly connected components, callees before callers as far as there is no cycle. A function literal counts as
    /// called where it is made too, so that it comes before the function around it. Found when asked for the first time.
    /// </summary>
    public ImmutableArray<ImmutableArray<SsaFunction>> BottomUp =>
        components.IsDefault ? components = FindComponents() : components;

    /// <summary>Builds the graph of packages whose bodies are checked. Time and memory grow with their size.</summary>
    public static ProgramCallGraph Build(params IEnumerable<FlowPackage> packages) => Build(packages, _ => true);

    /// <summary>The same with a part of the files only; functions in other files are taken for ones without a body.</summary>
    public static ProgramCallGraph Build(IEnumerable<FlowPackage> packages, Func<TypedFile, bool> includes)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(includes);
        var functions = ImmutableArray.CreateBuilder<SsaFunction>();
        var byObject = new Dictionary<Func, SsaFunction>(ReferenceEqualityComparer.Instance);
        foreach (var package in packages)
        {
            foreach (var function in package.Functions)
            {
                if (!includes(function.File))
                {
                    continue;
                }

                functions.Add(function.Ssa);
                if (function.Object != null)
                {
                    byObject.TryAdd(function.Object.Origin, function.Ssa);
                }
            }

            functions.Add(package.Initialization);
        }

        var all = functions.ToImmutable();
        return new ProgramCallGraph(all, byObject, new CallResolver(all, byObject).Run());
    }

    /// <summary>The function with a body among the packages, or null.</summary>
    public SsaFunction? FunctionOf(Func function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return byObject.GetValueOrDefault(function.Origin);
    }

    /// <summary>
    /// The functions among the packages that a call, go or defer may call, or a range over a function; empty for every other
    /// instruction.
    /// </summary>
    public ImmutableArray<SsaFunction> CalleesOf(SsaInstruction call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return targets.TryGetValue(call, out var found) ? found.Functions : [];
    }

    /// <summary>The functions without a body among the packages that a call is known to call.</summary>
    public ImmutableArray<Func> OutsideCalleesOf(SsaInstruction call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return targets.TryGetValue(call, out var found) ? found.Outside : [];
    }

    /// <summary>
    /// True if a call can call nothing but <see cref="CalleesOf"/>, <see cref="OutsideCalleesOf"/> and built-in functions.
    /// </summary>
    public bool IsComplete(SsaInstruction call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call is SsaCall { Kind: SsaCallKind.Builtin } || (targets.TryGetValue(call, out var found) && found.IsComplete);
    }

    /// <summary>
    /// All functions among the packages that the types allow a call to call: methods with the name of types that implement
    /// the interface, functions of the same type that are used as values. O(types) at the first call of an interface method.
    /// </summary>
    public ImmutableArray<SsaFunction> CandidatesOf(SsaCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Kind switch
        {
            SsaCallKind.Interface => hierarchy.Implementations(call.Method!, call.Argument(0).Type),
            SsaCallKind.Value => hierarchy.ValuesOf(call.Signature),
            _ => CalleesOf(call),
        };
    }

    /// <summary>The calls, gos and defers that may call a function, and the ranges over it.</summary>
    public IReadOnlyList<SsaInstruction> CallersOf(SsaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return callers.TryGetValue(function, out var found) ? found : [];
    }

    /// <summary>True if a function is one of the graph.</summary>
    public bool Contains(SsaFunction function) => indices.ContainsKey(function);

    private ImmutableArray<ImmutableArray<SsaFunction>> FindComponents()
    {
        var next = new List<int>[Functions.Length];
        for (var i = 0; i < next.Length; i++)
        {
            var called = new HashSet<int>();
            foreach (var instruction in Functions[i].Instructions)
            {
                foreach (var callee in CalleesOf(instruction))
                {
                    called.Add(indices[callee]);
                }

                if (instruction is SsaClosure closure && indices.TryGetValue(closure.Function.Ssa, out var literal))
                {
                    called.Add(literal);
                }
            }

            next[i] = [.. called];
        }

        return [.. StrongComponents.Compute(next.Length, next)
            .Select(c => c.Order().Select(i => Functions[i]).ToImmutableArray())];
    }
}
