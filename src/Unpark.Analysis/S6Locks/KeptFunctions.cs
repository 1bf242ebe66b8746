using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// The functions that the fields of a package's structs hold, where that is always the same one:
/// <c>s.notify = func() { ... }</c>, <c>s.notify = s.changed</c>.
/// </summary>
internal sealed class KeptFunctions
{
    private readonly PackageActs acts;
    private readonly Dictionary<Var, (FlowFunction Function, Expr Object, Expr Value)?> values = new(ReferenceEqualityComparer.Instance);

    public KeptFunctions(PackageActs acts)
    {
        this.acts = acts;
    }

    /// <summary>The function that a call of a field calls, as the calling function knows it; null if it is not known.</summary>
    public BoundFunction? Bind(FlowFunction caller, PathResolver paths, SelectorExpr called)
    {
        if (caller.File.UseOf(called.Sel) is not Var { IsField: true, Exported: false } field
            || field.Type.Underlying is not Signature || paths.Of(called.X) is not { } here
            || ValueOf(field.Origin) is not var (function, holder, value))
        {
            return null;
        }

        var their = new PathResolver(function);
        if (their.Of(holder) is not { } there || acts.Bind(function, their, value) is not { } bound)
        {
            return null;
        }

        var keeper = (there, here);
        return bound.Receiver is { IsGlobal: false } receiver
            ? BoundFunction.Rename(keeper, receiver) is { } renamed ? bound with { Receiver = renamed } : null
            : bound with { Keeper = keeper };
    }

    // The one place that gives the field a value which is not nil.
    private (FlowFunction Function, Expr Object, Expr Value)? ValueOf(Var field)
    {
        if (values.TryGetValue(field, out var found))
        {
            return found;
        }

        var count = 0;
        foreach (var use in acts.Flow.FieldUses.Of(field))
        {
            if (use.Parent is not SelectorExpr selector)
            {
                count = int.MaxValue;
                break;
            }

            switch (use.Function?.Parents.Of(selector))
            {
                case AssignStmt assign when assign.Lhs.IndexOf(selector) is >= 0 and var index:
                    if (assign.Rhs.Length == assign.Lhs.Length && use.File.TypeOf(assign.Rhs[index]).IsNil)
                    {
                        continue;
                    }

                    found = assign.Rhs.Length == assign.Lhs.Length ? (use.Function, selector.X, assign.Rhs[index]) : null;
                    count++;
                    break;
                case UnaryExpr { Op: TokenKind.And }:
                    count = int.MaxValue - 1;
                    break;
            }

            if (count > 1)
            {
                break;
            }
        }

        found = count == 1 ? found : null;
        values.Add(field, found);
        return found;
    }
}
