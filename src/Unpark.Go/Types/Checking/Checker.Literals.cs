using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Literals. Source: Go specification, "Composite literals", "Function literals"; go/types literals.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>Numeric literals longer than this mean nothing, but cost much time to convert.</summary>
    private const int MaxNumericLiteral = 10000;

    private void BasicLit(ref Operand x, BasicLit e)
    {
        var numeric = e.LitKind is TokenKind.Int or TokenKind.Float or TokenKind.Imag;
        if (numeric && e.Value.Length > MaxNumericLiteral)
        {
            Report(e.Pos, "excessively long constant");
            return;
        }

        ConstantValue value;
        if (e.LitKind == TokenKind.Int && e.Value.Length == 1 && char.IsAsciiDigit(e.Value[0]))
        {
            value = ConstantValue.MakeInt64(e.Value[0] - '0');
        }
        else
        {
            value = ConstantValue.MakeFromLiteral(e.Value, e.LitKind);
            if (value.Kind == ConstantKind.Unknown)
            {
                Report(e.Pos, "malformed constant");
                return;
            }
        }

        x.Mode = OperandMode.Constant;
        x.Val = value;
        x.Expr = e;
        x.Type = e.LitKind switch
        {
            TokenKind.Int => Universe.UntypedInt,
            TokenKind.Float => Universe.UntypedFloat,
            TokenKind.Imag => Universe.UntypedComplex,
            TokenKind.Char => Universe.UntypedRune,
            _ => Universe.UntypedString,
        };
        if (numeric && e.Value.Length > 18)
        {
            Overflow(ref x, e.Pos);
        }
    }

    private void FuncLit(ref Operand x, FuncLit e)
    {
        if (Typ(e.Type) is not Signature signature)
        {
            return;
        }

        // The body may refer to the declaration the literal is part of, so that comes first.
        LaterFuncBody(e, signature);
        x.Mode = OperandMode.Value;
        x.Type = signature;
    }

    private void CompositeLit(ref Operand x, CompositeLit e, GoType? hint)
    {
        GoType type;
        GoType literalType;
        if (e.Type is ArrayTypeExpr { Len: Ellipsis { Elt: null } } openArray)
        {
            var elem = VarType(openArray.Elt);
            var length = IndexedElts(e.Elts, elem, -1);
            type = new ArrayType(elem, length);
            RecordTypeAndValue(openArray, OperandMode.TypeExpr, type, null);
            x.Mode = OperandMode.Value;
            x.Type = type;
            x.Val = null;
            return;
        }

        if (e.Type != null)
        {
            type = Typ(e.Type);
            literalType = type;
        }
        else if (hint != null)
        {
            // {...} as an element of type *T is &T{...}.
            type = hint;
            literalType = SpecificTypes.CommonUnder(hint) is PointerType pointer ? pointer.Elem : hint;
        }
        else
        {
            Report(e.Pos, "missing type in composite literal");
            type = UnknownType.Instance;
            literalType = type;
        }

        switch (SpecificTypes.CommonUnder(literalType))
        {
            case StructType structType:
                StructElts(ref x, e, structType);
                break;

            case ArrayType array:
                IndexedElts(e.Elts, array.Elem, array.Length);
                break;

            case SliceType slice:
                IndexedElts(e.Elts, slice.Elem, -1);
                break;

            case MapType map:
                MapElts(ref x, e, map);
                break;

            case UnknownType:
                UnknownElts(e);
                break;

            default:
                Report(e.Pos, "invalid composite literal type");
                UnknownElts(e);
                x.Invalidate();
                return;
        }

        x.Mode = OperandMode.Value;
        x.Type = type;
        x.Val = null;
    }

    private void StructElts(ref Operand x, CompositeLit e, StructType type)
    {
        if (e.Elts.Length == 0)
        {
            return;
        }

        var fields = type.Fields;
        if (e.Elts[0] is KeyValueExpr)
        {
            foreach (var elt in e.Elts)
            {
                if (elt is not KeyValueExpr keyValue)
                {
                    Report(elt.Pos, "mixture of field:value and value elements in struct literal");
                    Use(elt);
                    continue;
                }

                GenericExpr(ref x, keyValue.Value, null);
                if (keyValue.Key is not Ident key)
                {
                    Report(keyValue.Key.Pos, "invalid field name in struct literal");
                    Use(keyValue.Key);
                    continue;
                }

                if (LiteralField(type, key) is { } field)
                {
                    RecordUse(key, field);
                    Assignment(ref x, field.Type, "struct literal");
                }
            }

            return;
        }

        for (var i = 0; i < e.Elts.Length; i++)
        {
            var elt = e.Elts[i];
            if (elt is KeyValueExpr keyValue)
            {
                Report(elt.Pos, "mixture of field:value and value elements in struct literal");
                Use(keyValue.Value);
                continue;
            }

            GenericExpr(ref x, elt, null);
            if (i < fields.Length)
            {
                Assignment(ref x, fields[i].Type, "struct literal");
            }
            else if (i == fields.Length)
            {
                Report(elt.Pos, "too many values in struct literal");
            }
        }

        if (e.Elts.Length < fields.Length)
        {
            Report(e.Rbrace, "too few values in struct literal");
        }
    }

    /// <summary>The field a key names: one of the struct's own, or since Go 1.27 a promoted one; or null.</summary>
    private Var? LiteralField(StructType type, Ident key)
    {
        foreach (var field in type.Fields)
        {
            if (ReferenceEquals(field.Name, key.Name) && field.HasId(package, key.Name) && !key.IsBlank)
            {
                return field;
            }
        }

        var (found, _, indirect) = Types.Lookup.FieldOrMethod(type, false, package, key.Name);
        if (found is Var promoted)
        {
            if (!indirect)
            {
                return promoted;
            }

            Report(key.Pos, "implicit pointer indirection in struct literal");
        }
        else if (found is not UnknownObject)
        {
            Report(key.Pos, "unknown field in struct literal");
        }

        return null;
    }

    private void MapElts(ref Operand x, CompositeLit e, MapType map)
    {
        foreach (var elt in e.Elts)
        {
            if (elt is not KeyValueExpr keyValue)
            {
                Report(elt.Pos, "missing key in map literal");
                UseElement(elt);
                continue;
            }

            GenericExpr(ref x, keyValue.Key, map.Key);
            Assignment(ref x, map.Key, "map literal");
            GenericExpr(ref x, keyValue.Value, map.Elem);
            Assignment(ref x, map.Elem, "map literal");
        }
    }

    /// <summary>
    /// Checks the elements of an array or slice; the result is the length they make, or -1 if that depends on an index
    /// that is not known.
    /// </summary>
    private long IndexedElts(ImmutableArray<Expr> elts, GoType elem, long length)
    {
        var index = 0L;
        var max = 0L;
        var isKnown = true;
        foreach (var elt in elts)
        {
            var value = elt;
            if (elt is KeyValueExpr keyValue)
            {
                var isConstant = Index(keyValue.Key, length, out _, out var position);
                if (position >= 0)
                {
                    index = position;
                }
                else
                {
                    isKnown = false;
                    if (!isConstant)
                    {
                        Report(elt.Pos, "index must be integer constant");
                    }
                }

                value = keyValue.Value;
            }
            else if (length >= 0 && index >= length)
            {
                Report(elt.Pos, "index out of bounds");
            }

            index = unchecked(index + 1);
            max = Math.Max(max, index);

            Operand x = default;
            GenericExpr(ref x, value, elem);
            Assignment(ref x, elem, "array or slice literal");
        }

        return isKnown ? max : -1;
    }

    /// <summary>
    /// Visits the elements of a literal of which the type is not known. A key that is an identifier may name a field
    /// and is left alone.
    /// </summary>
    private void UnknownElts(CompositeLit e)
    {
        foreach (var elt in e.Elts)
        {
            UseElement(elt);
        }
    }

    private void UseElement(Expr elt)
    {
        if (elt is KeyValueExpr keyValue)
        {
            if (keyValue.Key is not Syntax.Ident)
            {
                UseElement(keyValue.Key);
            }

            elt = keyValue.Value;
        }

        Operand x = default;
        RawExpr(null, ref x, elt, UnknownType.Instance, true);
    }
}
