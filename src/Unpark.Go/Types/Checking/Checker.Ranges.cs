using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Range clauses. Source: Go specification, "For statements with range clause"; go/types range.go.</content>
internal sealed partial class Checker
{
    private static readonly GoVersion RangeOverInt = new(22);
    private static readonly GoVersion RangeOverFunc = new(23);

    private void CheckRange(RangeStmt s, int bottom)
    {
        Operand x = default;
        Expr(null, ref x, s.X);
        GoType? key = null;
        GoType? value = null;
        var known = x.IsValid && !IsUnknown(x.Type);
        if (known)
        {
            if (!RangeKeyVal(x.Type, out key, out value))
            {
                if (!MentionsUnknown(x.Type))
                {
                    Report(s.X.Pos, "cannot range over expression");
                }
            }
            else if ((key == null && s.Key != null) || (value == null && s.Value != null))
            {
                Report(s.X.Pos, "range permits fewer iteration variables");
            }
        }

        OpenScope(s, "range");
        var overInt = known && AllBasic(x.Type, BasicInfo.Integer);
        if (s.Tok == TokenKind.Define)
        {
            DeclareIterationVars(s, ref x, overInt, key, value);
        }
        else if (s.Key != null)
        {
            AssignIterationVar(s.Key, ref x, overInt, key);
            if (s.Value != null)
            {
                AssignIterationVar(s.Value, ref x, false, value);
            }
        }
        else if (overInt)
        {
            // Without a variable too an untyped number gets its default type.
            Assignment(ref x, null, "range clause");
        }

        Stmt(s.Body);
        ProcessDelayed(bottom);
        CloseScope();
    }

    private void DeclareIterationVars(RangeStmt s, ref Operand x, bool overInt, GoType? key, GoType? value)
    {
        var first = IterationVar(s.Key, ref x, overInt, key);
        var second = IterationVar(s.Value, ref x, false, value);
        var scopePos = s.Body.Pos;
        if (first != null)
        {
            Declare(scope, null, first, scopePos);
        }

        if (second != null)
        {
            Declare(scope, null, second, scopePos);
        }

        if (first == null && second == null)
        {
            Report(s.TokPos, "no new variables on left side of :=");
        }
    }

    // The new variable for the left side, or null if that is blank.
    private Var? IterationVar(Expr? lhs, ref Operand x, bool overInt, GoType? type)
    {
        if (lhs == null)
        {
            return null;
        }

        if (lhs is not Ident ident)
        {
            Report(lhs.Pos, "cannot declare what is not a name");
            UseLhs(lhs);
            return null;
        }

        var obj = new Var(VarKind.Local, package, ident.Name, file.Tree.File, ident.Pos, null);
        RecordDef(ident, obj);
        if (type is null or UnknownType)
        {
            obj.SetType(UnknownType.Instance);
        }
        else if (overInt)
        {
            InitVar(obj, ref x, "range clause");
        }
        else
        {
            obj.SetType(type);
        }

        return ident.IsBlank ? null : obj;
    }

    private void AssignIterationVar(Expr lhs, ref Operand x, bool overInt, GoType? type)
    {
        if (type is null or UnknownType)
        {
            if (Unparen(lhs) is not Ident { IsBlank: true })
            {
                UseLhs(lhs);
            }

            return;
        }

        if (overInt)
        {
            AssignVar(lhs, ref x, "range clause");
            return;
        }

        var y = Operand.ValueOf(type, lhs);
        AssignVar(lhs, ref y, "assignment");
    }

    /// <summary>
    /// The types of the iteration variables that a range over a value of a type gives; null for those there are not.
    /// False if the type cannot be ranged over.
    /// </summary>
    private bool RangeKeyVal(GoType type, out GoType? key, out GoType? value)
    {
        key = null;
        value = null;
        var common = CommonUnderForRange(type);
        if (common is PointerType { Elem.Underlying: ArrayType pointedTo })
        {
            common = pointedTo;
        }

        switch (common)
        {
            case BasicType basic when (basic.Info & BasicInfo.String) != 0:
                key = Universe.Int;
                value = Universe.Rune;
                return true;
            case BasicType basic when (basic.Info & BasicInfo.Integer) != 0:
                if (!AllowVersion(RangeOverInt))
                {
                    return false;
                }

                key = type;
                return true;
            case ArrayType array:
                key = Universe.Int;
                value = array.Elem;
                return true;
            case SliceType slice:
                key = Universe.Int;
                value = slice.Elem;
                return true;
            case MapType map:
                key = map.Key;
                value = map.Elem;
                return true;
            case ChanType chan:
                key = chan.Elem;
                return true;
            case Signature signature:
                if (!AllowVersion(RangeOverFunc) || signature.Params.Length != 1 || signature.Results.Length != 0
                    || SpecificTypes.CommonUnder(signature.Params.Vars[0].Type) is not Signature yield
                    || yield.Params.Length > 2 || yield.Results.Length != 1 || yield.Variadic
                    || !TypeRelations.Identical(yield.Results.Vars[0].Type, Universe.Bool))
                {
                    return false;
                }

                key = yield.Params.Length > 0 ? yield.Params.Vars[0].Type : null;
                value = yield.Params.Length > 1 ? yield.Params.Vars[1].Type : null;
                return true;
            default:
                return false;
        }
    }

    private static GoType? CommonUnderForRange(GoType type)
    {
        foreach (var (_, under) in SpecificTypes.Of(type))
        {
            if (under is ChanType { Dir: ChanDir.Send })
            {
                return null;
            }
        }

        return SpecificTypes.CommonUnder(type);
    }
}
