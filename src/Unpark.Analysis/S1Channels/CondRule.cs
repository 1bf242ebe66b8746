using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP110: a Cond that somebody waits on and nobody signals.</summary>
internal sealed class CondRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP110", "cond-never-signalled", 1, RuleProfile.Leaks,
        "A Cond is waited on, and nothing signals it, or the signal can come first and be lost.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Flow.Functions.Any(f => f.Calls.Any(c => Callees.NameOf(c)?.Name == "Wait"
            && Callees.Unparen(c.Fun) is SelectorExpr { X: var x } && GoTypes.IsNamed(f.File.TypeOf(x).Type, "sync", "Cond"))))
        {
            return;
        }

        var uses = new Dictionary<Var, CondUses>(ReferenceEqualityComparer.Instance);
        foreach (var file in package.Package.Files)
        {
            new Collector(package.Flow, file, uses).Visit(file.Tree.Root);
        }

        foreach (var (cond, found) in uses)
        {
            var isOurs = cond.Kind == VarKind.Local || (!cond.Exported && !cond.Embedded && cond.Package == package.Package.Package);
            if (!isOurs || found.Escapes || found.Waits is not [var (function, wait), ..] || PackageContext.IsTest(function.File))
            {
                continue;
            }

            var file = function.File.Tree.File;
            if (!found.IsSignalled)
            {
                package.Report(new Finding(Rule, Confidence.Proved, SourceSpan.Of(file, wait), function.Name,
                    $"this Wait never returns: nothing calls Signal or Broadcast of {cond.Name}", [], []));
                continue;
            }

            foreach (var (where, call) in found.Waits)
            {
                if (!Loops.IsIn(where, call) && !IsAsked(where, call))
                {
                    package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(where.File.Tree.File, call), where.Name,
                        $"this Wait asks nothing before it waits: a Signal of {cond.Name} that comes first is lost, and then it waits for ever",
                        [], []));
                }
            }
        }
    }

    private static bool IsAsked(FlowFunction function, Node place)
    {
        for (var at = function.Parents.Of(place); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is IfStmt or CaseClause or LabeledStmt)
            {
                return true;
            }
        }

        // A way round it that returns without waiting.
        return function.Graph.Blocks.Any(b => b.Nodes.Any(n => n.Kind == FlowNodeKind.Condition));
    }

    private sealed class CondUses
    {
        public List<(FlowFunction Function, CallExpr Call)> Waits { get; } = [];

        public bool IsSignalled { get; set; }

        public bool Escapes { get; set; }
    }

    private sealed class Collector(FlowPackage package, TypedFile file, Dictionary<Var, CondUses> uses) : SyntaxVisitor
    {
        private readonly List<Node> path = [];
        private FlowFunction? function;

        public override void VisitFuncDecl(FuncDecl node) => Inside(node, () => base.VisitFuncDecl(node));

        public override void VisitFuncLit(FuncLit node) => Inside(node, () => base.VisitFuncLit(node));

        public override void VisitTypeSpec(TypeSpec node)
        {
        }

        public override void VisitIdent(Ident node)
        {
            if (file.ObjectOf(node) is not Var variable || !GoTypes.IsNamed(variable.Type, "sync", "Cond"))
            {
                return;
            }

            variable = variable.Origin;
            if (!uses.TryGetValue(variable, out var found))
            {
                found = new CondUses();
                uses.Add(variable, found);
            }

            var at = path.Count - 2;
            if (at >= 0 && path[at] is SelectorExpr own && own.Sel == node)
            {
                at--;
            }

            switch (at >= 0 ? path[at] : null)
            {
                case SelectorExpr { Sel.Name: "Wait" } when at > 0 && path[at - 1] is CallExpr call && function != null:
                    found.Waits.Add((function, call));
                    break;
                case SelectorExpr { Sel.Name: "Signal" or "Broadcast" }:
                    found.IsSignalled = true;
                    break;
                case SelectorExpr { Sel.Name: "L" } or Field or ValueSpec { Values.IsEmpty: true } or BinaryExpr:
                    break;
                case AssignStmt { Lhs: [_], Rhs: [CallExpr made] } assign when assign.Lhs[0].Pos <= node.Pos && node.End <= assign.Lhs[0].End
                    && Callees.NameOf(made)?.Name == "NewCond":
                case KeyValueExpr { Value: CallExpr set } pair when pair.Key == node && Callees.NameOf(set)?.Name == "NewCond":
                case ValueSpec { Values: [CallExpr given] } when Callees.NameOf(given)?.Name == "NewCond":
                    break;
                default:
                    found.Escapes = true;
                    break;
            }
        }

        protected override void VisitNode(Node node)
        {
            path.Add(node);
            base.VisitNode(node);
            path.RemoveAt(path.Count - 1);
        }

        private void Inside(Node node, Action visit)
        {
            var outer = function;
            function = package.FunctionOf(node) ?? outer;
            visit();
            function = outer;
        }
    }
}
