using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>The variables and fields that hold what sync.OnceFunc, OnceValue or OnceValues made, and of which function.</summary>
internal sealed class OnceFunctions
{
    private readonly Dictionary<Var, FlowFunction?> functions = new(ReferenceEqualityComparer.Instance);

    public OnceFunctions(PackageActs acts)
    {
        foreach (var function in acts.Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call) is { Name: "OnceFunc" or "OnceValue" or "OnceValues" })
                {
                    new Collector(this, acts, function).Visit(function.Body);
                    break;
                }
            }
        }
    }

    /// <summary>True if there are any.</summary>
    public bool Any => functions.Count > 0;

    /// <summary>The function that is called once when the variable is called; null if it is none, or more than one.</summary>
    public FlowFunction? Of(Var variable) => functions.GetValueOrDefault(variable.Origin);

    private void Add(Var variable, FlowFunction? made)
    {
        if (!functions.TryAdd(variable.Origin, made))
        {
            functions[variable.Origin] = null;
        }
    }

    private sealed class Collector(OnceFunctions owner, PackageActs acts, FlowFunction function) : SyntaxVisitor
    {
        private readonly PathResolver paths = new(function);

        public override void VisitFuncLit(FuncLit node)
        {
        }

        public override void VisitAssignStmt(AssignStmt node)
        {
            for (var i = 0; i < node.Rhs.Length && node.Lhs.Length == node.Rhs.Length; i++)
            {
                Given(node.Lhs[i], node.Rhs[i]);
            }
        }

        public override void VisitKeyValueExpr(KeyValueExpr node) => Given(node.Key, node.Value);

        private void Given(Expr target, Expr value)
        {
            var name = Callees.Unparen(target) switch
            {
                Ident ident => ident,
                SelectorExpr selector => selector.Sel,
                _ => null,
            };
            if (name != null && function.File.ObjectOf(name) is Var variable && Callees.Unparen(value) is CallExpr call
                && IsOnce(call))
            {
                owner.Add(variable, call.Args is [var made] ? acts.Bind(function, paths, made)?.Function : null);
            }
            else
            {
                Visit(value);
            }
        }

        private bool IsOnce(CallExpr call) => Callees.IsPackageFunction(function.File, call, "sync", "OnceFunc")
            || Callees.IsPackageFunction(function.File, call, "sync", "OnceValue")
            || Callees.IsPackageFunction(function.File, call, "sync", "OnceValues");
    }
}
