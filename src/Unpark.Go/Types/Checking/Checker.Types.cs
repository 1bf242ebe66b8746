using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Identifiers and type expressions. Source: go/types typexpr.go.</content>
internal sealed partial class Checker
{
    /// <summary>Checks an identifier and gives what it denotes.</summary>
    /// <param name="x">The result.</param>
    /// <param name="e">The identifier.</param>
    /// <param name="wantType">Whether a type is expected.</param>
    private void Ident(ref Operand x, Ident e, bool wantType)
    {
        x.Mode = OperandMode.Unknown;
        x.Type = UnknownType.Instance;
        x.Val = null;
        x.Expr = e;

        var obj = Lookup(e.Name);
        if (obj == null)
        {
            UndefinedIdent(ref x, e);
            return;
        }

        RecordUse(e, obj);
        if (wantType && obj is not (TypeName or UnknownObject))
        {
            Report(e.Pos, $"{e.Name} is not a type");
            return;
        }

        switch (obj)
        {
            case Var variable:
                AddDeclDep(variable);
                x.Type = variable.Type;
                if (x.Type is not UnknownType)
                {
                    x.Mode = OperandMode.Variable;
                }

                break;

            case TypeName name:
                x.Type = name.Type;
                x.Mode = OperandMode.TypeExpr;
                break;

            case Func func:
                AddDeclDep(func);
                x.Type = func.TypeOrNull ?? func.Type;
                if (x.Type is UnknownType && owner.PartialSignatureOf(func) is { } partial)
                {
                    x.Type = partial;
                }

                if (x.Type is not UnknownType)
                {
                    x.Mode = OperandMode.Value;
                }

                break;

            case Const constant:
                AddDeclDep(constant);
                var type = constant.Type;
                if (type is UnknownType)
                {
                    x.Type = type;
                    break;
                }

                if (ReferenceEquals(constant, Universe.Iota))
                {
                    if (iota == null)
                    {
                        Report(e.Pos, "cannot use iota outside constant declaration");
                        break;
                    }

                    x.Val = iota;
                }
                else
                {
                    x.Val = constant.Value;
                }

                x.Mode = OperandMode.Constant;
                x.Type = type;
                break;

            case Builtin builtin:
                x.Id = builtin.BuiltinId;
                x.Mode = OperandMode.Builtin;
                break;

            case Nil nil:
                x.Mode = OperandMode.Value;
                x.Type = nil.Type;
                break;

            case UnknownObject unknown:
                x.Type = unknown.Type;
                break;

            case PkgName:
                Report(e.Pos, $"use of package {e.Name} not in selector");
                break;
        }
    }

    // What is not declared may come from a package that is not there and is imported with a dot.
    private void UndefinedIdent(ref Operand x, Ident e)
    {
        if (e.IsBlank)
        {
            Report(e.Pos, "cannot use _ as value or type");
            return;
        }

        var dotImports = file.UnknownDotImports;
        if (dotImports.Length == 0)
        {
            Report(e.Pos, $"undefined: {e.Name}");
            return;
        }

        if (dotImports.Length == 1 && e.Name.Length > 0 && Names.IsExported(e.Name))
        {
            var obj = dotImports[0].UnknownMember(e.Name);
            RecordUse(e, obj);
            x.Type = obj.Type;
        }
    }

    /// <summary>The type that a type expression denotes, which must not be a generic type.</summary>
    private GoType Typ(Expr e) => DeclaredType(e, null);

    /// <summary>The type that a type expression denotes, for a variable.</summary>
    private GoType VarType(Expr e) => DeclaredType(e, null);

    /// <summary>
    /// The type that a type expression denotes; if it is an interface, its methods have <paramref name="def"/> as their
    /// receiver.
    /// </summary>
    private GoType DeclaredType(Expr e, NamedType? def)
    {
        var type = TypInternal(e, def);
        if (IsGeneric(type))
        {
            Report(e.Pos, "cannot use generic type without instantiation");
            type = UnknownType.Instance;
        }

        RecordTypeAndValue(e, OperandMode.TypeExpr, type, null);
        return type;
    }

    /// <summary>The generic type that a type expression denotes; unknown if it is none.</summary>
    private GoType GenericType(Expr e)
    {
        var type = TypInternal(e, null);
        if (type is not UnknownType && !IsGeneric(type))
        {
            Report(e.Pos, "not a generic type");
            type = UnknownType.Instance;
        }

        RecordTypeAndValue(e, OperandMode.TypeExpr, type, null);
        return type;
    }

    private GoType TypInternal(Expr e, NamedType? def)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return StackGuard.Run((Checker: this, e, def), static at => at.Checker.TypInternal(at.e, at.def));
        }

        switch (e.Kind)
        {
            case NodeKind.Ident:
            case NodeKind.SelectorExpr:
                Operand x = default;
                if (e is Ident ident)
                {
                    Ident(ref x, ident, true);
                }
                else
                {
                    Selector(ref x, (SelectorExpr)e, true);
                }

                switch (x.Mode)
                {
                    case OperandMode.TypeExpr:
                        return x.Type;
                    case OperandMode.Unknown:
                        // An unknown name in a type's place is the type it names.
                        return x.Type is UnknownType ? x.Type : UnknownType.Instance;
                    default:
                        Report(e.Pos, "not a type");
                        return UnknownType.Instance;
                }

            case NodeKind.StarExpr:
                var elem = VarType(((StarExpr)e).X);
                return new PointerType(elem);

            case NodeKind.ArrayTypeExpr:
                var array = (ArrayTypeExpr)e;
                if (array.Len == null)
                {
                    return new SliceType(VarType(array.Elt));
                }

                var length = -1L;
                if (array.Len is Ellipsis)
                {
                    Report(array.Len.Pos, "invalid use of [...] array (outside a composite literal)");
                }
                else
                {
                    length = ArrayLength(array.Len);
                }

                return new ArrayType(VarType(array.Elt), length);

            case NodeKind.MapTypeExpr:
                var map = (MapTypeExpr)e;
                var key = VarType(map.Key);
                return new MapType(key, VarType(map.Value));

            case NodeKind.ChanTypeExpr:
                var chan = (ChanTypeExpr)e;
                return new ChanType(chan.Dir, VarType(chan.Value));

            case NodeKind.FuncTypeExpr:
                return FuncType(null, (FuncTypeExpr)e);

            case NodeKind.StructTypeExpr:
                return CheckStruct((StructTypeExpr)e);

            case NodeKind.InterfaceTypeExpr:
                return CheckInterface((InterfaceTypeExpr)e, def);

            case NodeKind.IndexExpr:
            case NodeKind.IndexListExpr:
                return InstantiatedType(new IndexedExpr(e));

            case NodeKind.ParenExpr:
                return DeclaredType(((ParenExpr)e).X, def);

            case NodeKind.BadExpr:
                return UnknownType.Instance;

            default:
                Report(e.Pos, "not a type");
                Use(e);
                return UnknownType.Instance;
        }
    }

    private GoType InstantiatedType(IndexedExpr ix)
    {
        var type = GenericType(ix.X!);
        if (type is UnknownType)
        {
            // What the type arguments refer to is still of interest.
            _ = TypeList(ix);
            return type;
        }

        var args = ImmutableCollectionsMarshal.AsImmutableArray(TypeList(ix));
        var count = type switch
        {
            NamedType named => named.TypeParams.Length,
            AliasType alias => alias.TypeParams.Length,
            _ => 0,
        };
        if (count != args.Length)
        {
            Report(ix.Orig!.Pos, "wrong number of type arguments");
            return UnknownType.Instance;
        }

        var instance = Instantiation.Instantiate(type, args);
        RecordInstance(ix.Orig!, args, instance);
        return instance;
    }

    /// <summary>The length that a constant expression gives an array, or -1 if it gives none.</summary>
    private long ArrayLength(Expr e)
    {
        if (e is Ident name)
        {
            switch (Lookup(name.Name))
            {
                case null:
                    Report(e.Pos, $"undefined array length {name.Name} or missing type constraint");
                    return -1;
                case Const:
                    break;
                case var other:
                    RecordUse(name, other);
                    Report(e.Pos, $"invalid array length {name.Name}");
                    return -1;
            }
        }

        Operand x = default;
        Expr(null, ref x, e);
        if (x.Mode != OperandMode.Constant)
        {
            if (!x.IsPossiblyConstant)
            {
                Report(e.Pos, "array length must be constant");
            }

            return -1;
        }

        if (IsUntyped(x.Type) || AllBasic(x.Type, BasicInfo.Integer))
        {
            var value = ConstantValue.ToInt(x.Val!);
            if (value.Kind == ConstantKind.Int && RepresentableConst(value, Universe.Int, out _)
                && ConstantValue.TryGetInt64(value, out var length) && length >= 0)
            {
                return length;
            }

            if (value.Kind == ConstantKind.Unknown)
            {
                return -1;
            }
        }

        Report(e.Pos, "invalid array length");
        return -1;
    }

    private StructType CheckStruct(StructTypeExpr e)
    {
        var fields = ImmutableArray.CreateBuilder<Var>(e.Fields.NumFields);
        ImmutableArray<string>.Builder? tags = null;
        HashSet<string>? seen = null;
        foreach (var field in e.Fields.List)
        {
            var type = field.Type == null ? UnknownType.Instance : VarType(field.Type);
            var tag = Tag(field.Tag);
            if (field.Names.Length > 0)
            {
                foreach (var name in field.Names)
                {
                    Add(name, type, tag, false);
                }

                continue;
            }

            if (EmbeddedFieldIdent(field.Type) is { } embedded)
            {
                Add(embedded, type, tag, true);
            }
            else
            {
                Report(field.Pos, "embedded field type has no name");
            }
        }

        return new StructType(fields.DrainToImmutable(), tags?.DrainToImmutable() ?? []);

        void Add(Ident ident, GoType type, string tag, bool isEmbedded)
        {
            var obj = Var.Field(package, ident.Name, file.Tree.File, ident.Pos, type, isEmbedded);
            if (!ident.IsBlank && IsDuplicate(ident.Name))
            {
                Report(ident.Pos, $"{ident.Name} redeclared");
                return;
            }

            if (tag.Length > 0 && tags == null)
            {
                tags = ImmutableArray.CreateBuilder<string>(fields.Capacity);
                for (var i = 0; i < fields.Count; i++)
                {
                    tags.Add("");
                }
            }

            tags?.Add(tag);
            fields.Add(obj);
            RecordDef(ident, obj);
        }

        bool IsDuplicate(string name)
        {
            const int Many = 16;

            if (fields.Count > Many)
            {
                if (seen == null)
                {
                    seen = [];
                    foreach (var field in fields)
                    {
                        seen.Add(field.Name);
                    }
                }

                return !seen.Add(name);
            }

            foreach (var field in fields)
            {
                if (field.Name == name)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private string Tag(BasicLit? literal)
    {
        if (literal == null)
        {
            return "";
        }

        if (literal.LitKind == TokenKind.String
            && ConstantValue.MakeFromLiteral(literal.Value, TokenKind.String) is { Kind: ConstantKind.String } value)
        {
            return ConstantValue.StringVal(value);
        }

        Report(literal.Pos, "incorrect tag syntax");
        return "";
    }

    private static Ident? EmbeddedFieldIdent(Expr? e) => e switch
    {
        Ident ident => ident,
        StarExpr { X: not StarExpr } star => EmbeddedFieldIdent(star.X),
        SelectorExpr selector => selector.Sel,
        IndexExpr index => EmbeddedFieldIdent(index.X),
        IndexListExpr list => EmbeddedFieldIdent(list.X),
        _ => null,
    };

    private InterfaceType CheckInterface(InterfaceTypeExpr e, NamedType? def)
    {
        var list = e.Methods.List;
        if (list.Length == 0)
        {
            return new InterfaceType([], []);
        }

        var methods = ImmutableArray.CreateBuilder<Func>(list.Length);
        var embeddeds = ImmutableArray.CreateBuilder<GoType>();
        foreach (var field in list)
        {
            if (field.Names.Length == 0)
            {
                embeddeds.Add(field.Type == null ? UnknownType.Instance : ParseUnion(field.Type));
                continue;
            }

            var name = field.Names[0];
            if (name.IsBlank)
            {
                Report(name.Pos, "methods must have a unique non-blank name");
                continue;
            }

            if (field.Type == null || Typ(field.Type) is not Signature signature)
            {
                continue;
            }

            if (signature.TypeParams.Length > 0)
            {
                Report(name.Pos, "interface methods cannot have type parameters");
            }

            // Of an interface without a name the receiver's type is set when there is the interface.
            var recv = new Var(VarKind.Receiver, package, "", file.Tree.File, name.Pos, def);
            var method = new Func(package, name.Name, file.Tree.File, name.Pos, signature.WithRecv(recv));
            RecordDef(name, method);
            methods.Add(method);
        }

        var type = new InterfaceType(methods.ToImmutable(), embeddeds.ToImmutable());
        if (def == null)
        {
            foreach (var method in methods)
            {
                method.Signature.Recv!.SetType(type);
            }
        }

        return type;
    }

    private GoType ParseUnion(Expr e)
    {
        const int MaxTerms = 100;

        if (e is not BinaryExpr { Op: TokenKind.Or })
        {
            var only = ParseTilde(e);
            return only.Tilde ? new UnionType([only]) : only.Type;
        }

        var operators = new List<BinaryExpr>();
        var leftmost = e;
        while (leftmost is BinaryExpr { Op: TokenKind.Or } or)
        {
            operators.Add(or);
            leftmost = or.X;
        }

        var terms = ImmutableArray.CreateBuilder<UnionTerm>(operators.Count + 1);
        terms.Add(ParseTilde(leftmost));
        GoType union = new UnionType(terms.ToImmutable());
        for (var i = operators.Count - 1; i >= 0; i--)
        {
            var term = ParseTilde(operators[i].Y);
            if (terms.Count >= MaxTerms)
            {
                if (union is not UnknownType)
                {
                    Report(operators[i].Y.Pos, "cannot handle more than 100 union terms");
                    union = UnknownType.Instance;
                }
            }
            else
            {
                terms.Add(term);
                union = new UnionType(terms.ToImmutable());
            }

            RecordTypeAndValue(operators[i], OperandMode.TypeExpr, union, null);
        }

        return union;
    }

    private UnionTerm ParseTilde(Expr e)
    {
        var tilde = e is UnaryExpr { Op: TokenKind.Tilde };
        var x = tilde ? ((UnaryExpr)e).X : e;
        var type = Typ(x);
        if (IsTypeParam(type))
        {
            Report(x.Pos, "term cannot be a type parameter");
            type = UnknownType.Instance;
        }

        var term = new UnionTerm(tilde, type);
        if (tilde)
        {
            RecordTypeAndValue(e, OperandMode.TypeExpr, new UnionType([term]), null);
        }

        return term;
    }
}
