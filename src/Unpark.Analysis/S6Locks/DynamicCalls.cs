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
    private HashSet<string>? methods;

    public DynamicCalls(PackageLocks locks)
    {
        this.locks = locks;
    }

    /// <summary>The functions of the package that a call may call; none if there are too many to tell.</summary>
    public IReadOnlyList<FlowFunction> Of(FlowFunction caller, CallExpr call)
    {
        if (!IsDynamic(caller.File, call))
        {
            return [];
        }

        return (targets ??= Collect()).TryGetValue(call, out var found)
            && (PackageContext.IsTest(caller.File) ? found : found.FindAll(f => !PackageContext.IsTest(f.File))) is { Count: <= MaxTargets } usable
            ? usable
            : [];
    }

    // A method of an interface, if a method of the same name has to do with locks or channels; a function in a field.
    private bool IsDynamic(TypedFile file, CallExpr call) => Callees.Of(file, call) switch
    {
        Func { IsMethod: true } method => method.Signature.Recv?.Type.Underlying is InterfaceType
            && (methods ??= CollectMethods()).Contains(method.Name),
        Var { Type.Underlying: Signature } variable => variable.IsField || variable.Kind == VarKind.Local,
        _ => false,
    };

    private HashSet<string> CollectMethods()
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in locks.Package.Functions)
        {
            if (function.Object is { IsMethod: true } method && !PackageContext.IsTest(function.File)
                && (locks.Touches(function) || locks.Package.Channels.In(function).Count > 0))
            {
                all.Add(method.Name);
            }
        }

        return all;
    }

    private Dictionary<Node, List<FlowFunction>> Collect()
    {
        var all = new Dictionary<Node, List<FlowFunction>>(ReferenceEqualityComparer.Instance);
        var graph = ProgramCallGraph.Build(locks.Package);
        foreach (var function in graph.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                if (instruction is SsaCall { Kind: SsaCallKind.Interface or SsaCallKind.Value } call)
                {
                    // What else implements an interface of another package may be what is there.
                    if (call is { Kind: SsaCallKind.Interface, Method.Package: { } declared }
                        && declared != locks.Package.Package.Package && !graph.IsComplete(call))
                    {
                        continue;
                    }

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
}
