using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// What calls of function values and of interface methods call in a package, by what is seen to flow there: the functions
/// that are kept in a field, the types of what is. The flow is worked out when a call asks that matters for locks.
/// </summary>
internal sealed class DynamicCalls
{
    // What may call very many functions tells nothing of any of them.
    private const int MaxTargets = 6;
    private readonly PackageLocks locks;
    private Dictionary<Node, List<FlowFunction>>? targets;
    private Dictionary<string, Shapes>? methods;
    private Shapes? values;

    public DynamicCalls(PackageLocks locks)
    {
        this.locks = locks;
    }

    /// <summary>The functions of the package that a call may call; none if there are too many to tell, and none in tests.</summary>
    public IEnumerable<FlowFunction> Of(FlowFunction caller, CallExpr call)
    {
        if (PackageContext.IsTest(caller.File) || !IsDynamic(caller, call) || !(targets ??= Collect()).TryGetValue(call, out var found)
            || found.Count > MaxTargets)
        {
            return [];
        }

        return IsKeptInField(caller, call) ? found.Where(f => f.Outer == null || !f.Encloses(caller)) : found;
    }

    // previous := s.hook; s.hook = func() { previous() }: what is read from a field in a literal that is put into one is what
    // the literal wraps. The flow of values knows the field only, and not that it held another function before, or in
    // another object.
    private static bool IsKeptInField(FlowFunction caller, CallExpr call)
    {
        var called = Callees.Unparen(call.Fun);
        if (called is Ident ident && caller.File.UseOf(ident) is Var variable && caller.Locals.Of(variable)?.OnlyValue is { } value)
        {
            called = Callees.Unparen(value);
        }

        return called is SelectorExpr { Sel: var name } && caller.File.UseOf(name) is Var { IsField: true };
    }

    // A method of an interface of the package, if one of the same name and signature has to do with locks or channels; a
    // function that is kept, if such ones are. What else implements an interface of another package may be what is there.
    private bool IsDynamic(FlowFunction caller, CallExpr call) => Callees.Of(caller.File, call) switch
    {
        Func { IsMethod: true } method => method.Package == locks.Package.Package.Package
            && method.Signature.Recv?.Type.Underlying is InterfaceType
            && (methods ??= CollectMethods()).TryGetValue(method.Name, out var shapes) && shapes.MayBe(method.Signature, caller),
        Var { Type.Underlying: Signature signature } variable => (variable.IsField || variable.Kind == VarKind.Local)
            && (values ??= CollectValues()).MayBe(signature, caller),
        _ => false,
    };

    private bool Matters(FlowFunction function) => !PackageContext.IsTest(function.File)
        && (locks.Touches(function) || locks.Package.Channels.In(function).Count > 0);

    private bool IsKept(FlowFunction function) =>
        (function.Object != null ? locks.Package.CallGraph.IsValue(function) : function.Parents.Of(function.Syntax) is not CallExpr call
            || call.Fun != function.Syntax) && Matters(function);

    private Dictionary<string, Shapes> CollectMethods()
    {
        var all = new Dictionary<string, Shapes>(StringComparer.Ordinal);
        foreach (var function in locks.Package.Functions)
        {
            if (function.Object is { IsMethod: true } method && Matters(function))
            {
                if (!all.TryGetValue(method.Name, out var shapes))
                {
                    shapes = new Shapes();
                    all.Add(method.Name, shapes);
                }

                shapes.Add(method.Signature, function);
            }
        }

        return all;
    }

    private Shapes CollectValues()
    {
        var all = new Shapes();
        foreach (var function in locks.Package.Functions)
        {
            if (IsKept(function))
            {
                all.Add(function.Object?.Signature ?? function.File.TypeOf((FuncLit)function.Syntax).Type as Signature, function);
            }
        }

        return all;
    }

    private Dictionary<Node, List<FlowFunction>> Collect()
    {
        var all = new Dictionary<Node, List<FlowFunction>>(ReferenceEqualityComparer.Instance);
        var graph = ProgramCallGraph.Build([locks.Package], file => !PackageContext.IsTest(file));
        foreach (var function in graph.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                if (instruction is SsaCall { Kind: SsaCallKind.Interface or SsaCallKind.Value } call)
                {
                    foreach (var callee in graph.CalleesOf(call))
                    {
                        if (callee.Flow is { } flow)
                        {
                            if (!all.TryGetValue(call.Call, out var list))
                            {
                                list = [];
                                all.Add(call.Call, list);
                            }

                            if (!list.Contains(flow))
                            {
                                list.Add(flow);
                            }
                        }
                    }
                }
            }
        }

        return all;
    }

    // Signatures of functions; what is generic may be any.
    private sealed class Shapes
    {
        private readonly HashSet<GoType> signatures = new(TypeIdentity.Comparer);
        private bool hasGeneric;

        public void Add(Signature? signature, FlowFunction function)
        {
            if (signature == null || IsGeneric(function))
            {
                hasGeneric = true;
            }
            else
            {
                signatures.Add(signature);
            }
        }

        public bool MayBe(Signature signature, FlowFunction caller) =>
            hasGeneric || signatures.Contains(signature) || (signatures.Count > 0 && IsGeneric(caller));

        private static bool IsGeneric(FlowFunction function) =>
            function.Root.Object is { Signature: { TypeParams.IsEmpty: false } or { RecvTypeParams.IsEmpty: false } };
    }
}
