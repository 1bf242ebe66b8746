using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Asks whether something in a package releases what is kept in a field.</summary>
internal static class FieldLifecycle
{
    private static readonly HashSet<string> Stoppers = new(StringComparer.Ordinal)
    {
        "Close", "Stop", "Shutdown", "ShutDown", "close", "stop", "shutdown", "Destroy", "Cleanup", "Release", "Disconnect",
    };

    /// <summary>
    /// The method that ends the type that has the field, if neither it nor anything else in the package can release what
    /// is in the field: nothing calls a releasing method of it, and it is never handed to anybody. Otherwise null.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="field">The field.</param>
    /// <param name="lifecycle">What has to be done with what is in it.</param>
    /// <param name="owner">The type that has it, as far as the place tells that puts something into it.</param>
    public static FlowFunction? StopperOf(PackageContext package, Var field, Lifecycle lifecycle, GoType? owner)
    {
        var flow = package.Flow;
        foreach (var use in flow.FieldUses.Of(field))
        {
            if (use.Parent is KeyValueExpr)
            {
                continue;
            }

            var selector = (SelectorExpr)use.Parent;
            owner ??= use.File.TypeOf(selector.X).Type is { } type ? GoTypes.Deref(type) : null;
            if (use.Function is not { } function || !IsHarmless(function, selector, lifecycle))
            {
                return null;
            }
        }

        if (owner is not NamedType { Obj.Package: var declared } named || declared != package.Package.Package)
        {
            return null;
        }

        foreach (var function in flow.Functions)
        {
            if (function.Object is { IsMethod: true } method && Stoppers.Contains(method.Name)
                && GoTypes.Deref(method.Signature.Recv!.Type) is NamedType receiver && receiver.Origin == named.Origin)
            {
                return function;
            }
        }

        return null;
    }

    // Called, asked, or set; not read as a value.
    private static bool IsHarmless(FlowFunction function, SelectorExpr selector, Lifecycle lifecycle)
    {
        Node at = selector;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        return parent switch
        {
            SelectorExpr member when member.X == at => !lifecycle.IsRelease(member.Sel.Name)
                && function.Parents.Of(member) is CallExpr call && call.Fun == member,
            BinaryExpr => true,
            AssignStmt assign => assign.Lhs.Contains((Expr)at),
            _ => false,
        };
    }
}
