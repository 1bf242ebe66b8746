using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>How the local variables of a function and the literals in it are assigned.</summary>
public sealed class LocalVariables
{
    private readonly Dictionary<Var, LocalVariable> variables = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<Var> assignedFields = new(ReferenceEqualityComparer.Instance);

    internal LocalVariables(FlowFunction function)
    {
        new Collector(this, function).Run();
    }

    /// <summary>The variable's facts; null if it is not a local variable of the function.</summary>
    public LocalVariable? Of(Var variable) => variables.GetValueOrDefault(variable);

    /// <summary>True if a statement of the function assigns the field of some struct.</summary>
    public bool IsAssigned(Var field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return assignedFields.Contains(field.Origin);
    }

    private LocalVariable Get(Var variable)
    {
        if (!variables.TryGetValue(variable, out var local))
        {
            local = new LocalVariable(variable);
            variables.Add(variable, local);
        }

        return local;
    }

    private sealed class Collector : SyntaxVisitor
    {
        private readonly LocalVariables owner;
        private readonly TypedFile file;
        private FlowFunction function;

        public Collector(LocalVariables owner, FlowFunction root)
        {
            this.owner = owner;
            file = root.File;
            function = root;
        }

        public void Run()
        {
            var root = function;
            Parameters(root.Syntax is FuncDecl decl ? decl.Recv : null);
            Parameters(root.Type.Params);
            Parameters(root.Type.Results);
            Visit(root.Body);
        }

        public override void VisitFuncLit(FuncLit node)
        {
            var outer = function;
            function = outer.Package.FunctionOf(node) ?? outer;
            Parameters(node.Type.Params);
            Parameters(node.Type.Results);
            Visit(node.Body);
            function = outer;
        }

        public override void VisitAssignStmt(AssignStmt node)
        {
            var paired = node.Lhs.Length == node.Rhs.Length;
            for (var i = 0; i < node.Lhs.Length; i++)
            {
                var value = paired && node.Tok is TokenKind.Assign or TokenKind.Define ? node.Rhs[i] : null;
                Assign(node.Lhs[i], node.Tok == TokenKind.Define, value);
            }

            base.VisitAssignStmt(node);
        }

        public override void VisitIncDecStmt(IncDecStmt node)
        {
            Assign(node.X, false, null);
            base.VisitIncDecStmt(node);
        }

        public override void VisitRangeStmt(RangeStmt node)
        {
            var define = node.Tok == TokenKind.Define;
            if (node.Key != null)
            {
                Assign(node.Key, define, null);
            }

            if (node.Value != null)
            {
                Assign(node.Value, define, null);
            }

            base.VisitRangeStmt(node);
        }

        public override void VisitValueSpec(ValueSpec node)
        {
            for (var i = 0; i < node.Names.Length; i++)
            {
                if (file.DefOf(node.Names[i]) is not Var variable)
                {
                    continue;
                }

                var local = owner.Get(variable);
                local.Function = function;
                if (node.Values.Length > 0)
                {
                    local.Assignments++;
                    local.Initializer = node.Values.Length == node.Names.Length ? node.Values[i] : null;
                }
            }

            base.VisitValueSpec(node);
        }

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            if (node.Op == TokenKind.And && Callees.Unparen(node.X) is Ident ident && file.UseOf(ident) is Var variable)
            {
                owner.Get(variable).IsAddressTaken = true;
            }

            base.VisitUnaryExpr(node);
        }

        private void Parameters(FieldList? fields)
        {
            if (fields == null)
            {
                return;
            }

            foreach (var field in fields.List)
            {
                foreach (var name in field.Names)
                {
                    if (file.DefOf(name) is Var variable)
                    {
                        var local = owner.Get(variable);
                        local.Function = function;
                        local.Assignments++;
                    }
                }
            }
        }

        private void Assign(Expr target, bool define, Expr? value)
        {
            target = Callees.Unparen(target);
            if (target is SelectorExpr selector && file.UseOf(selector.Sel) is Var { IsField: true } field)
            {
                owner.assignedFields.Add(field.Origin);
            }

            if (target is not Ident ident)
            {
                return;
            }

            if (define && file.DefOf(ident) is Var declared)
            {
                var local = owner.Get(declared);
                local.Function = function;
                local.Assignments++;
                local.Initializer = value;
            }
            else if (file.ObjectOf(ident) is Var { IsField: false } variable)
            {
                var local = owner.Get(variable);
                local.Assignments++;
                local.IsAssignedInLiteral |= local.Function != null && local.Function != function;
            }
        }
    }
}
