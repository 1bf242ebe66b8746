using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Who calls the functions of a package, as far as calls name what they call; a call through an interface or a function
/// value may go to any function that is <see cref="IsOpen">open</see>.
/// </summary>
public sealed class CallGraph
{
    private readonly Dictionary<FlowFunction, List<(FlowFunction Caller, CallExpr Call)>> callers = [];
    private readonly HashSet<FlowFunction> values = [];
    private readonly HashSet<string> dynamicNames = new(StringComparer.Ordinal);
    private readonly FlowPackage package;

    /// <summary>Collects the calls of a package. O(nodes).</summary>
    internal CallGraph(FlowPackage package)
    {
        this.package = package;
        var called = new HashSet<Ident>(ReferenceEqualityComparer.Instance);
        foreach (var function in package.Functions)
        {
            foreach (var call in function.Calls)
            {
                AddCall(function, call, called);
            }
        }

        foreach (var file in package.Package.Files)
        {
            new ValueCollector(this, file, called).Visit(file.Tree.Root);
        }
    }

    /// <summary>The calls that name a function, in source order, by the function or literal they are written in.</summary>
    public IReadOnlyList<(FlowFunction Caller, CallExpr Call)> CallersOf(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return callers.TryGetValue(function, out var found) ? found : [];
    }

    /// <summary>
    /// True if the function may have callers that no call in the package names: other packages, the runtime, whoever has
    /// it as a value or behind an interface. Function literals are open, and so is what nothing calls.
    /// </summary>
    public bool IsOpen(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.Object is not { } f || values.Contains(function) || !callers.ContainsKey(function)
            || (f.Exported && (f.IsMethod || package.Package.Package.Name != "main"))
            || (f.IsMethod && dynamicNames.Contains(f.Name));
    }

    /// <summary>True if a declared function is named other than to call it.</summary>
    public bool IsValue(FlowFunction function) => values.Contains(function);

    private void AddCall(FlowFunction caller, CallExpr call, HashSet<Ident> called)
    {
        if (Callees.NameOf(call) is not { } name || caller.File.UseOf(name) is not Func callee)
        {
            return;
        }

        called.Add(name);
        if (package.FunctionOf(callee) is not { } function)
        {
            if (callee.IsMethod && callee.Signature.Recv?.Type.Underlying is InterfaceType)
            {
                dynamicNames.Add(callee.Name);
            }

            return;
        }

        if (!callers.TryGetValue(function, out var list))
        {
            list = [];
            callers.Add(function, list);
        }

        list.Add((caller, call));
    }

    private sealed class ValueCollector(CallGraph graph, TypedFile file, HashSet<Ident> called) : SyntaxVisitor
    {
        public override void VisitIdent(Ident node)
        {
            if (file.UseOf(node) is Func used && !called.Contains(node) && graph.package.FunctionOf(used) is { } function)
            {
                graph.values.Add(function);
            }
        }
    }
}
