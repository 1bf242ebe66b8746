using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Which locks the Conds of a package give back while one waits for them.</summary>
internal sealed class CondLocks
{
    private readonly Dictionary<Var, Var?> locks = new(ReferenceEqualityComparer.Instance);

    public CondLocks(FlowPackage package)
    {
        foreach (var function in package.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (call.Args is [var given] && Callees.IsPackageFunction(function.File, call, "sync", "NewCond")
                    && TargetOf(function, call) is { } cond)
                {
                    var own = new PathResolver(function).Of(given) is { } path ? path.LastField ?? path.Root : null;
                    if (!locks.TryAdd(cond, own) && locks[cond] != own)
                    {
                        locks[cond] = null;
                    }
                }
            }
        }
    }

    /// <summary>The field or variable that is the lock of a Cond; null if that is not known.</summary>
    public Var? Of(Var cond) => locks.GetValueOrDefault(cond.Origin);

    // What the new Cond is kept in.
    private static Var? TargetOf(FlowFunction function, CallExpr call) => function.Parents.Of(call) switch
    {
        KeyValueExpr { Key: Ident key } => (function.File.UseOf(key) as Var)?.Origin,
        AssignStmt assign when assign.Lhs.Length == assign.Rhs.Length =>
            ChannelUses.VariableOf(function.File, assign.Lhs[assign.Rhs.IndexOf(call)]),
        ValueSpec { Names: [var name] } => function.File.DefOf(name) as Var,
        _ => null,
    };
}
