using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Finds the variables and fields that code assigns.</summary>
internal static class Assigned
{
    /// <summary>True if the code assigns or declares the variable or field, function literals in it included.</summary>
    public static bool In(FlowFunction function, Node code, Var variable)
    {
        var found = new HashSet<Var>();
        Collect(function, code, found);
        return found.Contains(variable.Origin);
    }

    /// <summary>Adds the variables and fields that the code assigns or declares.</summary>
    public static void Collect(FlowFunction function, Node code, HashSet<Var> into) =>
        new Collector(function.File, into).Visit(code);

    private sealed class Collector(TypedFile file, HashSet<Var> into) : SyntaxVisitor
    {
        public override void VisitAssignStmt(AssignStmt node)
        {
            foreach (var target in node.Lhs)
            {
                Add(target);
            }

            base.VisitAssignStmt(node);
        }

        public override void VisitIncDecStmt(IncDecStmt node) => Add(node.X);

        public override void VisitRangeStmt(RangeStmt node)
        {
            Add(node.Key);
            Add(node.Value);
            base.VisitRangeStmt(node);
        }

        public override void VisitValueSpec(ValueSpec node)
        {
            foreach (var name in node.Names)
            {
                Add(name);
            }

            base.VisitValueSpec(node);
        }

        // What has its address taken may be assigned through it.
        public override void VisitUnaryExpr(UnaryExpr node)
        {
            if (node.Op == TokenKind.And)
            {
                Add(node.X);
            }

            base.VisitUnaryExpr(node);
        }

        private void Add(Expr? target)
        {
            switch (target == null ? null : Callees.Unparen(target))
            {
                case Ident name when file.ObjectOf(name) is Var variable:
                    into.Add(variable.Origin);
                    break;
                case SelectorExpr selector when file.UseOf(selector.Sel) is Var field:
                    into.Add(field.Origin);
                    break;
            }
        }
    }
}
