using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>The calls of the methods of the WaitGroups of a package.</summary>
internal sealed class WaitGroupCalls
{
    private readonly Dictionary<FlowFunction, List<WaitGroupCall>> calls = [];

    public WaitGroupCalls(FlowPackage package)
    {
        foreach (var function in package.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.Unparen(call.Fun) is SelectorExpr { Sel.Name: "Add" or "Done" or "Wait" or "Go" } method
                    && WaitGroups.IsWaitGroup(function.File.TypeOf(method.X).Type)
                    && ChannelUses.VariableOf(function.File, method.X) is { } group)
                {
                    if (!calls.TryGetValue(function, out var list))
                    {
                        list = [];
                        calls.Add(function, list);
                    }

                    list.Add(new WaitGroupCall(group, method.Sel.Name, call));
                }
            }
        }
    }

    /// <summary>True if there are none.</summary>
    public bool IsEmpty => calls.Count == 0;

    /// <summary>The calls written in a function, those in literals in it left out.</summary>
    public IReadOnlyList<WaitGroupCall> In(FlowFunction function) => calls.TryGetValue(function, out var found) ? found : [];

    /// <summary>True if the function or a literal in it calls a method of the group.</summary>
    public bool Mentions(FlowFunction function, Var group) =>
        In(function).Any(c => c.Group == group) || function.Literals.Any(l => Mentions(l, group));
}
