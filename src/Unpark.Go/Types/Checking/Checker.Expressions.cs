using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Expressions of every kind. Source: go/types expr.go.</content>
internal sealed partial class Checker
{
    /// <summary>
    /// Checks an expression or type, records what is known of it, and leaves it in <paramref name="x"/>.
    /// </summary>
    /// <param name="target">The signature a generic function is to have, which tells its type arguments; or null.</param>
    /// <param name="x">The result.</param>
    /// <param name="e">The expression.</param>
    /// <param name="hint">The type of a composite literal without one; or null.</param>
    /// <param name="allowGeneric">Whether the result may be a generic type or function, not instantiated.</param>
    internal ExprKind RawExpr(Signature? target, ref Operand x, Expr e, GoType? hint, bool allowGeneric)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return RawExprOnFreshStack(target, ref x, e, hint, allowGeneric);
        }

        var kind = ExprInternal(target, ref x, e, hint);
        if (!allowGeneric)
        {
            NonGeneric(target, ref x);
        }

        Record(ref x);
        return kind;
    }

    /// <summary>Checks an expression that must be a single value.</summary>
    internal void Expr(Signature? target, ref Operand x, Expr e)
    {
        RawExpr(target, ref x, e, null, false);
        ValueOnly(ref x);
    }

    /// <summary>Like <see cref="Expr"/>, but the result may be a generic function, not instantiated.</summary>
    internal void GenericExpr(ref Operand x, Expr e, GoType? hint)
    {
        RawExpr(null, ref x, e, hint, true);
        ValueOnly(ref x);
    }

    /// <summary>
    /// Checks an expression that may have several values, and returns these. With <paramref name="allowCommaOk"/> an
    /// expression with a second value of its own gives both. An unknown call gives one unknown operand, which stands
    /// for any number of values.
    /// </summary>
    internal Operand[] MultiExpr(Expr e, bool allowCommaOk, out bool commaOk)
    {
        commaOk = false;
        Operand x = default;
        RawExpr(null, ref x, e, null, false);
        Exclude(ref x, typesToo: true);

        if (x.Type is TupleType tuple && x.IsValid)
        {
            var list = new Operand[tuple.Length];
            for (var i = 0; i < list.Length; i++)
            {
                list[i] = Operand.ValueOf(tuple.Vars[i].Type, null);
            }

            return list;
        }

        StripObjectName(ref x);
        if (!allowCommaOk)
        {
            return [x];
        }

        switch (x.Mode)
        {
            case OperandMode.MapIndex or OperandMode.CommaOk:
                commaOk = true;
                return [x, Operand.ValueOf(Universe.UntypedBool, null)];
            case OperandMode.CommaErr:
                commaOk = true;
                return [x, Operand.ValueOf(Universe.Error, null)];
            case OperandMode.Unknown when Unparen(e) is Syntax.IndexExpr or TypeAssertExpr
                or UnaryExpr { Op: TokenKind.Arrow }:
                // Whatever is indexed or received, the second value tells whether there was something.
                commaOk = true;
                return [x, Operand.ValueOf(Universe.UntypedBool, null)];
            default:
                return [x];
        }
    }

    /// <summary>Checks an expression or type; a single value or a type results.</summary>
    internal void ExprOrType(ref Operand x, Expr e, bool allowGeneric)
    {
        RawExpr(null, ref x, e, null, allowGeneric);
        if (x.Mode == OperandMode.NoValue)
        {
            Report(e.Pos, "call without results used as value or type");
            x.Invalidate();
        }

        SingleValue(ref x);
    }

    /// <summary>Makes an operand unknown that has more or less than one value.</summary>
    internal void SingleValue(ref Operand x)
    {
        if (x.Mode == OperandMode.Value && x.Type is TupleType)
        {
            Report(PosOf(x.Expr), "several values where one is wanted");
            x.Invalidate();
        }
    }

    /// <summary>
    /// The signature that a function assigned to a variable of the type must get, or null: what a generic function is
    /// instantiated for.
    /// </summary>
    internal static Signature? NewTarget(GoType? type)
    {
        return type switch
        {
            null or BasicType or UnknownType => null,
            Signature signature => signature,
            _ => SpecificTypes.CommonUnder(type) as Signature,
        };
    }

    /// <summary>The expression without the parentheses around it.</summary>
    internal static Expr Unparen(Expr e)
    {
        while (e is ParenExpr paren)
        {
            e = paren.X;
        }

        return e;
    }

    /// <summary>
    /// Makes an operand unknown that is a generic type or function, unless the target tells its type arguments.
    /// </summary>
    internal void NonGeneric(Signature? target, ref Operand x)
    {
        switch (x.Mode)
        {
            case OperandMode.Unknown or OperandMode.NoValue or OperandMode.Constant:
                return;
            case OperandMode.TypeExpr:
                if (x.Type is not (AliasType or NamedType) || !IsGeneric(x.Type))
                {
                    return;
                }

                Report(PosOf(x.Expr), "generic type without instantiation");
                break;
            default:
                if (x.Type is not Signature { TypeParams.Length: > 0 })
                {
                    return;
                }

                if (target != null)
                {
                    FuncInst(target, ref x, default, true);
                    return;
                }

                Report(PosOf(x.Expr), "generic function without instantiation");
                break;
        }

        x.Invalidate();
    }

    /// <summary>Whether a type is not known, or its underlying type is not.</summary>
    private static bool IsUnknown(GoType type) => type.Underlying is UnknownType;

    /// <summary>Whether a type is not known in part, so that it may be another one.</summary>
    private static bool MentionsUnknown(GoType type) => UnknownTypes.In(type);

    /// <summary>Reports what is wrong with an operand of a type, unless the type is not known well enough.</summary>
    private void ReportOn(GoType type, int offset, string message)
    {
        if (!MentionsUnknown(type))
        {
            Report(offset, message);
        }
    }

    private static int PosOf(Expr? e) => e?.Pos ?? Node.NoPos;

    private static int OpPosOf(Expr? e) => e is BinaryExpr binary ? binary.OpPos : PosOf(e);

    private ExprKind RawExprOnFreshStack(Signature? target, ref Operand x, Expr e, GoType? hint, bool allowGeneric)
    {
        (var kind, x) = StackGuard.Run((Checker: this, target, x, e, hint, allowGeneric), static at =>
        {
            var result = at.x;
            return (at.Checker.RawExpr(at.target, ref result, at.e, at.hint, at.allowGeneric), result);
        });
        return kind;
    }

    private void ValueOnly(ref Operand x)
    {
        switch (x.Mode)
        {
            case OperandMode.Constant or OperandMode.Variable or OperandMode.MapIndex or OperandMode.CommaOk:
                return;
            case OperandMode.Value when x.Type is not TupleType:
                return;
        }

        Exclude(ref x, typesToo: true);
        SingleValue(ref x);
        StripObjectName(ref x);
    }

    /// <summary>
    /// What is not a type cannot be of the type its own name would have: <c>pkg.Default</c> as a value is of a type
    /// nothing is known of, though as an operand it carries the name of what it may be.
    /// </summary>
    private void StripObjectName(ref Operand x)
    {
        if (x.Mode == OperandMode.Unknown && x.Type is UnknownType { Name: not null } && x.Expr != null)
        {
            var name = Unparen(x.Expr) switch
            {
                SelectorExpr selector => selector.Sel,
                Ident ident => ident,
                _ => null,
            };
            if (name != null && UseOf(name) is UnknownObject)
            {
                x.Type = UnknownType.Instance;
            }
        }
    }

    private void Exclude(ref Operand x, bool typesToo)
    {
        var message = x.Mode switch
        {
            OperandMode.NoValue => "call without results used as value",
            OperandMode.Builtin => "built-in function must be called",
            OperandMode.TypeExpr when typesToo => "type is not an expression",
            _ => null,
        };
        if (message != null)
        {
            Report(PosOf(x.Expr), message);
            x.Invalidate();
        }
    }

    private ExprKind ExprInternal(Signature? target, ref Operand x, Expr e, GoType? hint)
    {
        var kind = ExprKind.Expression;
        x.Mode = OperandMode.Unknown;
        x.Type = UnknownType.Instance;
        x.Val = null;
        x.MayBeConstant = false;

        switch (e.Kind)
        {
            case NodeKind.Ident:
                Ident(ref x, (Ident)e, false);
                break;
            case NodeKind.BasicLit:
                BasicLit(ref x, (BasicLit)e);
                break;
            case NodeKind.SelectorExpr:
                Selector(ref x, (SelectorExpr)e, false);
                break;
            case NodeKind.CallExpr:
                kind = CallExpr(ref x, (CallExpr)e);
                break;
            case NodeKind.FuncLit:
                FuncLit(ref x, (FuncLit)e);
                break;
            case NodeKind.CompositeLit:
                CompositeLit(ref x, (CompositeLit)e, hint);
                break;
            case NodeKind.ParenExpr:
                // Inference does not look through parentheses.
                kind = RawExpr(null, ref x, ((ParenExpr)e).X, null, false);
                break;
            case NodeKind.IndexExpr or NodeKind.IndexListExpr:
                var ix = new IndexedExpr(e);
                if (IndexExpr(ref x, ix))
                {
                    FuncInst(target, ref x, ix, true);
                }

                break;
            case NodeKind.SliceExpr:
                SliceExpr(ref x, (SliceExpr)e);
                break;
            case NodeKind.TypeAssertExpr:
                TypeAssert(ref x, (TypeAssertExpr)e);
                break;
            case NodeKind.StarExpr:
                Star(ref x, (StarExpr)e);
                break;
            case NodeKind.UnaryExpr:
                Unary(ref x, (UnaryExpr)e);
                if (((UnaryExpr)e).Op == TokenKind.Arrow)
                {
                    kind = ExprKind.Statement;
                }

                break;
            case NodeKind.BinaryExpr:
                BinaryChain(ref x, (BinaryExpr)e);
                break;
            case NodeKind.KeyValueExpr:
                Use(((KeyValueExpr)e).Key);
                Use(((KeyValueExpr)e).Value);
                break;
            case NodeKind.ArrayTypeExpr or NodeKind.StructTypeExpr or NodeKind.FuncTypeExpr
                or NodeKind.InterfaceTypeExpr or NodeKind.MapTypeExpr or NodeKind.ChanTypeExpr:
                x.Type = Typ(e);
                x.Mode = OperandMode.TypeExpr;
                break;
            case NodeKind.Ellipsis when ((Ellipsis)e).Elt is { } elt:
                Use(elt);
                break;
        }

        if (e.Kind is not (NodeKind.ParenExpr or NodeKind.UnaryExpr or NodeKind.BinaryExpr or NodeKind.CallExpr))
        {
            x.MayBeConstant = false;
        }

        Finish(ref x, e);
        return x.IsValid ? kind : ExprKind.Statement;
    }

    /// <summary>Makes it the operand of an expression; a value of an unknown type is an unknown operand.</summary>
    private static void Finish(ref Operand x, Expr e)
    {
        x.Expr = e;
        if (x.Type is UnknownType && x.Mode is not (OperandMode.TypeExpr or OperandMode.Builtin or OperandMode.NoValue))
        {
            x.Mode = OperandMode.Unknown;
            x.Val = null;
        }
    }

    private void TypeAssert(ref Operand x, TypeAssertExpr e)
    {
        Expr(null, ref x, e.X);
        if (e.Type == null)
        {
            Report(e.Pos, "use of .(type) outside type switch");
            x.Invalidate();
            return;
        }

        if (x.IsValid && !IsUnknown(x.Type) && (IsTypeParam(x.Type) || x.Type.Underlying is not InterfaceType))
        {
            ReportOn(x.Type, e.X.Pos, "type assertion on what is not an interface");
            VarType(e.Type);
            x.Invalidate();
            return;
        }

        x.Type = VarType(e.Type);
        x.Mode = OperandMode.CommaOk;
        x.Val = null;
    }

    private void Star(ref Operand x, StarExpr e)
    {
        ExprOrType(ref x, e.X, false);
        switch (x.Mode)
        {
            case OperandMode.Unknown:
                x.Type = UnknownType.Instance;
                return;
            case OperandMode.TypeExpr:
                x.Type = new PointerType(x.Type);
                return;
        }

        GoType? elem = null;
        if (x.Type.Underlying is PointerType pointer)
        {
            elem = pointer.Elem;
        }
        else if (IsUnknown(x.Type))
        {
            x.Invalidate();
            return;
        }
        else
        {
            foreach (var (_, under) in SpecificTypes.Of(x.Type))
            {
                if (under is not PointerType candidate
                    || (elem != null && !TypeRelations.Identical(candidate.Elem, elem)))
                {
                    elem = null;
                    break;
                }

                elem = candidate.Elem;
            }
        }

        if (elem == null)
        {
            ReportOn(x.Type, e.X.Pos, "indirection of what is not a pointer");
            x.Invalidate();
            return;
        }

        x.Mode = OperandMode.Variable;
        x.Type = elem;
    }
}
