using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Initialization and assignment. Source: go/types assignments.go.</content>
internal sealed partial class Checker
{
    // A constant is published with its value: who sees the type sees the value too.
    private void InitConst(Const lhs, GoType? type, ref Operand x)
    {
        if (!x.IsValid || x.Type is UnknownType || type is UnknownType)
        {
            lhs.Set(type ?? UnknownType.Instance, null);
            return;
        }

        if (x.MayBeConstant)
        {
            lhs.Set(type ?? x.Type, ConstantValue.Unknown);
            return;
        }

        if (x.Mode != OperandMode.Constant)
        {
            Report(PosOf(x.Expr), "not constant");
            lhs.Set(type ?? UnknownType.Instance, null);
            return;
        }

        type ??= x.Type;
        Assignment(ref x, type, "constant declaration");
        lhs.Set(type, x.IsValid ? x.Val : null);
    }

    /// <summary>Checks the initialization of a variable, and gives it the type of the value if it has none.</summary>
    private void InitVar(Var lhs, ref Operand x, string context)
    {
        var type = lhs.TypeOrNull;
        if (!x.IsValid || x.Type is UnknownType || type is UnknownType)
        {
            if (type == null)
            {
                lhs.SetType(x.Type is UnknownType ? x.Type : UnknownType.Instance);
            }

            if (x.IsValid)
            {
                FinishUnknown(ref x);
            }

            return;
        }

        if (type == null)
        {
            type = x.Type;
            if (IsUntyped(type))
            {
                if (x.IsNil)
                {
                    Report(PosOf(x.Expr), "use of untyped nil");
                    lhs.SetType(UnknownType.Instance);
                    x.Invalidate();
                    return;
                }

                type = Default(type);
            }

            lhs.SetType(type);
        }

        Assignment(ref x, type, context);
    }

    /// <summary>
    /// Checks the left side of an assignment and gives its type: null for the blank identifier, unknown for what cannot
    /// be assigned to.
    /// </summary>
    private GoType? LhsVar(Expr lhs)
    {
        if (Unparen(lhs) is Ident { IsBlank: true } blank)
        {
            RecordDef(blank, null);
            return null;
        }

        Operand x = default;
        Expr(null, ref x, lhs);
        if (!x.IsValid)
        {
            return UnknownType.Instance;
        }

        if (x.Mode is OperandMode.Variable or OperandMode.MapIndex)
        {
            return x.Type;
        }

        Report(lhs.Pos, "cannot assign (neither addressable nor a map index expression)");
        return UnknownType.Instance;
    }

    private void AssignVar(Expr lhs, Expr rhs, string context)
    {
        var type = LhsVar(lhs);
        if (type is UnknownType)
        {
            // What is assigned is checked all the same: only what it is assigned to is not known.
            UseValue(rhs);
            return;
        }

        Operand x = default;
        Expr(type?.Underlying as Signature, ref x, rhs);
        Assignment(ref x, type, context);
    }

    private void AssignVar(Expr lhs, ref Operand x, string context)
    {
        var type = LhsVar(lhs);
        if (type is UnknownType)
        {
            FinishUnknown(ref x);
            return;
        }

        Assignment(ref x, type, context);
    }

    /// <summary>Checks an expression that is assigned to something of which nothing is known.</summary>
    private void UseValue(Expr rhs)
    {
        Operand x = default;
        RawExpr(null, ref x, rhs, null, true);
        FinishUnknown(ref x);
    }

    // An untyped value that is assigned to what is unknown keeps its untyped type where it stands, but what it will be
    // is unknown.
    private static void FinishUnknown(ref Operand x)
    {
        if (IsUntyped(x.Type))
        {
            x.Invalidate();
        }
    }

    /// <summary>Checks the initialization of variables, or of results by a return statement.</summary>
    private void InitVars(ReadOnlySpan<Var> lhs, ImmutableArray<Expr> rhs, bool isReturn)
    {
        var context = isReturn ? "return statement" : lhs.Length > 1 ? "multiple assignment" : "assignment";
        var isCall = rhs.Length == 1 && Unparen(rhs[0]) is CallExpr;
        if (lhs.Length == rhs.Length && !isCall)
        {
            Operand x = default;
            for (var i = 0; i < lhs.Length; i++)
            {
                x = default;
                Expr(NewTarget(lhs[i].TypeOrNull), ref x, rhs[i]);
                InitVar(lhs[i], ref x, context);
            }

            return;
        }

        if (rhs.Length != 1)
        {
            foreach (var e in rhs)
            {
                Use(e);
            }

            if (rhs.Length > 0 || lhs.Length > 0)
            {
                Report(rhs.Length > 0 ? rhs[0].Pos : Node.NoPos, "assignment mismatch");
            }

            SetUnknownWhatHasNoType(lhs);
            return;
        }

        var values = MultiExpr(rhs[0], lhs.Length == 2 && !isReturn, out var commaOk);
        if (values.Length == lhs.Length)
        {
            for (var i = 0; i < lhs.Length; i++)
            {
                InitVar(lhs[i], ref values[i], context);
            }

            if (commaOk && values[0].IsValid)
            {
                RecordCommaOkTypes(rhs[0], values);
            }

            return;
        }

        // An unknown call stands for any number of values.
        if (values.Length != 1 || values[0].IsValid)
        {
            Report(rhs[0].Pos, "assignment mismatch");
        }

        SetUnknownWhatHasNoType(lhs);
    }

    private static void SetUnknownWhatHasNoType(ReadOnlySpan<Var> vars)
    {
        foreach (var variable in vars)
        {
            if (variable.TypeOrNull == null)
            {
                variable.SetType(UnknownType.Instance);
            }
        }
    }

    private void AssignVars(ImmutableArray<Expr> lhs, ImmutableArray<Expr> rhs)
    {
        var context = lhs.Length > 1 ? "multiple assignment" : "assignment";
        var isCall = rhs.Length == 1 && Unparen(rhs[0]) is CallExpr;
        if (lhs.Length == rhs.Length && !isCall)
        {
            for (var i = 0; i < lhs.Length; i++)
            {
                AssignVar(lhs[i], rhs[i], context);
            }

            return;
        }

        if (rhs.Length != 1)
        {
            foreach (var e in lhs)
            {
                UseLhs(e);
            }

            foreach (var e in rhs)
            {
                Use(e);
            }

            Report(lhs[0].Pos, "assignment mismatch");
            return;
        }

        var values = MultiExpr(rhs[0], lhs.Length == 2, out var commaOk);
        if (values.Length == lhs.Length)
        {
            for (var i = 0; i < lhs.Length; i++)
            {
                AssignVar(lhs[i], ref values[i], context);
            }

            if (commaOk && values[0].IsValid)
            {
                RecordCommaOkTypes(rhs[0], values);
            }

            return;
        }

        if (values.Length != 1 || values[0].IsValid)
        {
            Report(rhs[0].Pos, "assignment mismatch");
        }

        foreach (var e in lhs)
        {
            UseLhs(e);
        }
    }

    private void ShortVarDecl(int offset, ImmutableArray<Expr> lhs, ImmutableArray<Expr> rhs)
    {
        var bottom = delayed.Count;
        var target = scope;
        var vars = new Var[lhs.Length];
        var newVars = 0;
        var invalid = false;
        for (var i = 0; i < lhs.Length; i++)
        {
            if (lhs[i] is not Ident ident)
            {
                UseLhs(lhs[i]);
                Report(lhs[i].Pos, "non-name on left side of :=");
                invalid = true;
                continue;
            }

            var name = ident.Name;
            if (!ident.IsBlank)
            {
                var repeated = false;
                for (var j = 0; j < i; j++)
                {
                    repeated |= lhs[j] is Ident other && other.Name == name;
                }

                if (repeated)
                {
                    Report(ident.Pos, $"{name} repeated on left side of :=");
                    invalid = true;
                    continue;
                }
            }

            // The variables are declared behind the statement; what is found in this very scope is assigned to.
            if (target.Lookup(name) is { } known)
            {
                RecordUse(ident, known);
                if (known is Var variable)
                {
                    vars[i] = variable;
                }
                else
                {
                    Report(ident.Pos, $"cannot assign to {name}");
                    invalid = true;
                }

                continue;
            }

            var obj = new Var(VarKind.Local, package, name, file.Tree.File, ident.Pos, null);
            vars[i] = obj;
            if (!ident.IsBlank)
            {
                newVars++;
            }

            RecordDef(ident, obj);
        }

        for (var i = 0; i < vars.Length; i++)
        {
            vars[i] ??= new Var(VarKind.Local, package, "_", file.Tree.File, lhs[i].Pos, null);
        }

        InitVars(vars, rhs, false);

        // Function literals see the scope as it is before the declaration.
        ProcessDelayed(bottom);
        if (newVars == 0)
        {
            if (!invalid)
            {
                Report(offset, "no new variables on left side of :=");
            }

            return;
        }

        var scopePos = rhs[^1].End;
        for (var i = 0; i < vars.Length; i++)
        {
            if (vars[i].Name != "_" && vars[i].Parent == null && lhs[i] is Ident)
            {
                Declare(target, null, vars[i], scopePos);
            }
        }
    }
}
