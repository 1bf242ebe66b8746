using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// What something comes from: the client behind a collection behind a cursor. Where that is ended with the function, all that
/// it gave ends with it.
/// </summary>
internal static class LifecycleOwner
{
    private const int MaxSteps = 6;

    /// <summary>True if a deferred call of the function ends what the receiver of a call comes from.</summary>
    public static bool EndsWithFunction(FlowFunction function, CallExpr call, Lifecycle lifecycle)
    {
        Expr? at = lifecycle.Within.IsEmpty ? null : call;
        for (var step = 0; at != null && step < MaxSteps; step++)
        {
            switch (Callees.Unparen(at))
            {
                case CallExpr { Fun: var method }:
                    at = Callees.Unparen(method) is SelectorExpr { X: var receiver } ? receiver : null;
                    break;
                case Ident name when function.File.UseOf(name) is Var { IsField: false, Kind: VarKind.Local } variable:
                    if (IsEnded(function, variable, lifecycle))
                    {
                        return true;
                    }

                    at = ValueOf(function, variable);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsEnded(FlowFunction function, Var variable, Lifecycle lifecycle)
    {
        var uses = new IdentSearch(function.File, variable);
        uses.Visit(function.Root.Syntax);
        return uses.Found.Exists(u => LifecycleUses.Climb(function, u).Parent is SelectorExpr { Sel.Name: var method }
            && lifecycle.Within.Contains(method) && IsDeferred(function, u));
    }

    private static bool IsDeferred(FlowFunction function, Node node)
    {
        for (var at = function.Parents.Of(node); at != null; at = function.Parents.Of(at))
        {
            if (at is DeferStmt)
            {
                return true;
            }
        }

        return false;
    }

    private static CallExpr? ValueOf(FlowFunction function, Var variable)
    {
        for (var owner = function; owner != null; owner = owner.Outer)
        {
            if (owner.Locals.Of(variable) is { Assignments: 1 } local && local.Function == owner)
            {
                return owner.Calls.FirstOrDefault(c => ResultUse.Of(owner, c, 0).ToVariable(owner, c)?.Variable == variable);
            }
        }

        return null;
    }
}
