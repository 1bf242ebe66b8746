using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Receives from the channel of a timer that time.AfterFunc made, which has none.</summary>
internal sealed class AfterFuncTimers
{
    private readonly NilChannelRule rule;
    private readonly PackageContext package;
    private readonly Dictionary<Var, CallExpr> made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Var> other = new(ReferenceEqualityComparer.Instance);

    public AfterFuncTimers(NilChannelRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the receives.</summary>
    public void Run()
    {
        foreach (var function in package.Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name == "AfterFunc" && Callees.IsPackageFunction(function.File, call, "time", "AfterFunc")
                    && TargetOf(function, call) is { } target)
                {
                    made.TryAdd(target, call);
                }
            }
        }

        if (made.Count == 0)
        {
            return;
        }

        foreach (var file in package.Package.Files)
        {
            new Assignments(this, file).Visit(file.Tree.Root);
        }

        foreach (var function in package.Flow.Functions)
        {
            if (function.Outer == null)
            {
                new Receives(this, function).Visit(function.Body);
            }
        }
    }

    private static Var? TargetOf(FlowFunction function, CallExpr call)
    {
        switch (function.Parents.Of(call))
        {
            case AssignStmt { Lhs: [var target], Rhs.Length: 1 }:
                return ChannelUses.VariableOf(function.File, target);
            case ValueSpec { Names: [var name] }:
                return function.File.DefOf(name) as Var;
            case KeyValueExpr { Key: Ident key }:
                return function.File.UseOf(key) as Var;
            default:
                return null;
        }
    }

    private void Set(TypedFile file, Var? target, Expr? value)
    {
        if (target != null && made.ContainsKey(target) && (value == null || Callees.Unparen(value) is not CallExpr call
            || !Callees.IsPackageFunction(file, call, "time", "AfterFunc")) && !(value != null && file.TypeOf(value).IsNil))
        {
            other.Add(target);
        }
    }

    private sealed class Assignments(AfterFuncTimers owner, TypedFile file) : SyntaxVisitor
    {
        public override void VisitAssignStmt(AssignStmt node)
        {
            for (var i = 0; i < node.Lhs.Length; i++)
            {
                owner.Set(file, ChannelUses.VariableOf(file, node.Lhs[i]), node.Lhs.Length == node.Rhs.Length ? node.Rhs[i] : null);
            }

            base.VisitAssignStmt(node);
        }

        public override void VisitKeyValueExpr(KeyValueExpr node)
        {
            owner.Set(file, node.Key is Ident key ? file.UseOf(key) as Var : null, node.Value);
            base.VisitKeyValueExpr(node);
        }
    }

    private sealed class Receives(AfterFuncTimers owner, FlowFunction function) : SyntaxVisitor
    {
        private readonly TypedFile file = function.File;

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            if (node.Op == TokenKind.Arrow && Callees.Unparen(node.X) is SelectorExpr { Sel.Name: "C", X: var timer }
                && ChannelUses.VariableOf(file, timer) is { } variable && owner.made.ContainsKey(variable)
                && !owner.other.Contains(variable) && !IsOneOfSeveral(node))
            {
                owner.package.Report(new Finding(owner.rule.Rule, Confidence.Likely, SourceSpan.Of(file.Tree.File, node), function.Name,
                    "this receive blocks for ever: a timer that time.AfterFunc makes has no channel, its C is nil",
                    [], []));
            }

            base.VisitUnaryExpr(node);
        }

        private bool IsOneOfSeveral(UnaryExpr node)
        {
            for (Node? at = node; at is Expr or ExprStmt or AssignStmt; at = function.Parents.Of(at))
            {
                if (function.Parents.Of(at) is CommClause clause && clause.Comm == at)
                {
                    return function.Parents.Of(clause) is BlockStmt { List.Length: > 1 };
                }
            }

            return false;
        }
    }
}
