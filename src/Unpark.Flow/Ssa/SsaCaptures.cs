using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Which variables of the functions around them the literals of a function use, and which of these never change, so that
/// their value can be captured instead of their address.
/// </summary>
internal sealed class SsaCaptures : SyntaxVisitor
{
    private readonly TypedFile file;
    private readonly Dictionary<Var, FlowFunction> declared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FlowFunction, List<Var>> captured = [];
    private readonly HashSet<(FlowFunction, Var)> known = [];
    private readonly HashSet<Var> all = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Var> changed = new(ReferenceEqualityComparer.Instance);
    private FlowFunction function;

    public SsaCaptures(FlowFunction root)
    {
        file = root.File;
        function = root;
        if (root.Syntax is FuncDecl decl)
        {
            Visit(decl.Recv);
        }

        Visit(root.Type);
        Visit(root.Body);
    }

    /// <summary>The variables a literal captures, those of the literals in it included, in the order of first use.</summary>
    public ImmutableArray<Var> Of(FlowFunction literal) => captured.TryGetValue(literal, out var list) ? [.. list] : [];

    /// <summary>True if a literal captures the variable, or its address is taken.</summary>
    public bool IsShared(Var variable) => all.Contains(variable);

    /// <summary>True if the variable has one value from its declaration on, and its address is not taken.</summary>
    public bool IsConstant(Var variable) => !changed.Contains(variable) && variable.Kind != VarKind.Result;

    public override void VisitFuncLit(FuncLit node)
    {
        var outer = function;
        function = outer.Package.FunctionOf(node) ?? outer;
        Visit(node.Type);
        Visit(node.Body);
        function = outer;
    }

    public override void VisitIdent(Ident node)
    {
        if (file.DefOf(node) is Var { IsField: false } defined)
        {
            declared.TryAdd(defined, function);
        }

        if (file.UseOf(node) is Var { Kind: not (VarKind.Package or VarKind.Field) } used)
        {
            Use(used);
        }
    }

    public override void VisitSelectorExpr(SelectorExpr node)
    {
        if (file.SelectionOf(node) is { Kind: SelectionKind.MethodVal, Obj: Func { HasPointerReceiver: true } }
            && file.TypeOf(node.X).Type?.Underlying is not PointerType)
        {
            Change(node.X, takesAddress: true);
        }

        Visit(node.X);
    }

    public override void VisitCaseClause(CaseClause node)
    {
        if (file.ImplicitOf(node) is Var implicitly)
        {
            declared.TryAdd(implicitly, function);
        }

        base.VisitCaseClause(node);
    }

    public override void VisitAssignStmt(AssignStmt node)
    {
        foreach (var target in node.Lhs)
        {
            if (target is not Ident ident || file.DefOf(ident) == null)
            {
                Change(target);
            }
        }

        base.VisitAssignStmt(node);
    }

    public override void VisitIncDecStmt(IncDecStmt node)
    {
        Change(node.X);
        base.VisitIncDecStmt(node);
    }

    public override void VisitRangeStmt(RangeStmt node)
    {
        // Before Go 1.22 the iterations share their variables.
        if (node.Tok != TokenKind.Define || !file.Version.Allows(22))
        {
            Change(node.Key);
            Change(node.Value);
        }

        base.VisitRangeStmt(node);
    }

    public override void VisitUnaryExpr(UnaryExpr node)
    {
        if (node.Op == TokenKind.And)
        {
            Change(node.X, takesAddress: true);
        }

        base.VisitUnaryExpr(node);
    }

    public override void VisitSliceExpr(SliceExpr node)
    {
        if (file.TypeOf(node.X).Type?.Underlying is ArrayType)
        {
            Change(node.X, takesAddress: true);
        }

        base.VisitSliceExpr(node);
    }

    // What is changed, or may be from now on, is the variable at the root of fields and array elements.
    private void Change(Expr? target, bool takesAddress = false)
    {
        while (target != null)
        {
            switch (target)
            {
                case ParenExpr paren:
                    target = paren.X;
                    continue;
                case SelectorExpr selector when file.TypeOf(selector.X).Type?.Underlying is not PointerType:
                    target = selector.X;
                    continue;
                case IndexExpr index when file.TypeOf(index.X).Type?.Underlying is ArrayType or InterfaceType:
                    target = index.X;
                    continue;
                case Ident ident when file.ObjectOf(ident) is Var variable:
                    changed.Add(variable);
                    if (takesAddress)
                    {
                        all.Add(variable);
                    }

                    return;
                default:
                    return;
            }
        }
    }

    private void Use(Var variable)
    {
        if (!declared.TryGetValue(variable, out var owner) || owner == function)
        {
            return;
        }

        all.Add(variable);
        for (var at = function; at != null && at != owner; at = at.Outer)
        {
            if (known.Add((at, variable)))
            {
                if (!captured.TryGetValue(at, out var list))
                {
                    list = [];
                    captured.Add(at, list);
                }

                list.Add(variable);
            }
        }
    }
}
