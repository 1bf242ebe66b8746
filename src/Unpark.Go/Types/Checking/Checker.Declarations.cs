using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Declarations, on package level and in functions. Source: go/types decl.go.</content>
internal sealed partial class Checker
{
    /// <summary>The objects a scope is told to declare are found behind this place.</summary>
    private void Declare(Scope target, Ident? id, GoObject obj, int scopePos)
    {
        if (obj.Name != "_")
        {
            if (target.Insert(obj) != null)
            {
                Report(obj.Offset, $"{obj.Name} redeclared in this block");
                return;
            }

            obj.ScopePos = scopePos;
        }

        if (id != null)
        {
            RecordDef(id, obj);
        }
    }

    private void PackageConst(Const obj, DeclInfo info)
    {
        ConstDecl(obj, info.Iota, info.Type, info.Init);
    }

    private void PackageVar(Var obj, DeclInfo info)
    {
        if (info.Type == null)
        {
            if (info.Init == null)
            {
                obj.SetType(UnknownType.Instance);
                return;
            }

            VarInit(obj, info.Lhs, info.Init);
            return;
        }

        // Only the type is needed to use the variable; what it is initialized with is checked with the bodies.
        var type = VarType(info.Type);
        info.HasPendingInit = info.Init != null;
        if (info.Lhs == null)
        {
            obj.SetType(type);
            info.PendingVar = obj;
            return;
        }

        foreach (var variable in info.Lhs)
        {
            variable.SetType(type);
        }

        info.PendingVar = info.Lhs[0];
    }

    private void PackageVarInit(DeclInfo info) => VarInit(info.PendingVar!, info.Lhs, info.Init!);

    private void ConstDecl(Const obj, int iotaValue, Expr? typeExpr, Expr? init)
    {
        var savedIota = iota;
        iota = ConstantValue.MakeInt64(iotaValue);

        GoType? type = null;
        if (typeExpr != null)
        {
            type = Typ(typeExpr);
            if (!IsConstType(type))
            {
                if (type.Underlying is not UnknownType)
                {
                    Report(typeExpr.Pos, "invalid constant type");
                    type = UnknownType.Instance;
                }

                // go/types leaves the initializer alone; with an unknown type there is nothing to convert it to.
                if (init != null && type is UnknownType)
                {
                    Use(init);
                }

                obj.Set(type, null);
                iota = savedIota;
                return;
            }
        }

        Operand x = default;
        if (init != null)
        {
            Expr(null, ref x, init);
        }

        InitConst(obj, type, ref x);
        iota = savedIota;
    }

    // The part of go/types' varDecl behind the type.
    private void VarInit(Var obj, Var[]? lhs, Expr init)
    {
        if (lhs == null || lhs.Length == 1)
        {
            Operand x = default;
            Expr(NewTarget(obj.TypeOrNull), ref x, init);
            InitVar(obj, ref x, "variable declaration");
            return;
        }

        InitVars(lhs, [init], false);
    }

    private void NamedDecl(NamedType named, TypeSpec spec)
    {
        if (spec.TypeParams != null)
        {
            OpenScope(spec, "type parameters");
            CollectTypeParams(spec.TypeParams, named, null);
        }

        var rhs = DeclaredType(spec.Type, named);
        if (spec.TypeParams != null)
        {
            CloseScope();
        }

        if (IsTypeParam(rhs))
        {
            Report(spec.Type.Pos, "cannot use a type parameter as RHS in type declaration");
            rhs = UnknownType.Instance;
        }

        named.SetRhs(rhs);
        if (!TypeValidity.IsFinite(named))
        {
            Report(spec.Name.Pos, $"invalid recursive type {spec.Name.Name}");
            named.SetUnderlying(UnknownType.Instance);
        }
    }

    private void AliasDecl(AliasType alias, TypeSpec spec)
    {
        if (spec.TypeParams != null)
        {
            OpenScope(spec, "type parameters");
            CollectTypeParams(spec.TypeParams, null, alias);
        }

        var rhs = DeclaredType(spec.Type, null);
        if (spec.TypeParams != null)
        {
            CloseScope();
        }

        if (rhs is TypeParam param && alias.IsGeneric && alias.TypeParams.Contains(param))
        {
            Report(spec.Type.Pos, "cannot use type parameter declared in alias declaration as RHS");
            rhs = UnknownType.Instance;
        }

        if (AliasCycles.Mentions(rhs, alias))
        {
            Report(spec.Name.Pos, $"invalid recursive type {spec.Name.Name}");
            rhs = UnknownType.Instance;
        }

        alias.SetRhs(rhs);
    }

    /// <summary>
    /// Declares type parameters, gives them to the type that declares them, and resolves their constraints, which may
    /// refer to that type.
    /// </summary>
    private ImmutableArray<TypeParam> CollectTypeParams(FieldList list, NamedType? named, AliasType? alias)
    {
        var builder = ImmutableArray.CreateBuilder<TypeParam>(list.NumFields);
        var scopePos = list.Pos;
        foreach (var field in list.List)
        {
            foreach (var name in field.Names)
            {
                builder.Add(DeclareTypeParam(name, scopePos, builder.Count));
            }
        }

        var typeParams = builder.ToImmutable();
        named?.SetTypeParams(typeParams);
        alias?.SetTypeParams(typeParams);

        var saved = inTParamList;
        inTParamList = true;
        var index = 0;
        foreach (var field in list.List)
        {
            GoType bound = UnknownType.Instance;
            if (field.Type != null)
            {
                bound = Bound(field.Type);
                if (IsTypeParam(bound))
                {
                    Report(field.Type.Pos, "cannot use a type parameter as constraint");
                    bound = UnknownType.Instance;
                }
            }

            for (var i = 0; i < field.Names.Length; i++)
            {
                typeParams[index++].SetConstraint(bound);
            }
        }

        inTParamList = saved;
        return typeParams;
    }

    private GoType Bound(Expr x)
    {
        // A constraint literal such as ~T or A|B stands for the interface that embeds it.
        if (x is UnaryExpr { Op: TokenKind.Tilde } or BinaryExpr { Op: TokenKind.Or })
        {
            return new InterfaceType([], [ParseUnion(x)], isImplicit: true);
        }

        return Typ(x);
    }

    private TypeParam DeclareTypeParam(Ident name, int scopePos, int index)
    {
        var obj = new TypeName(package, name.Name, file.Tree.File, name.Pos, null);
        var param = new TypeParam(obj, index);
        Declare(scope, name, obj, scopePos);
        return param;
    }

    private void FuncDecl(Func obj, DeclInfo info)
    {
        var decl = info.FuncDecl!;
        var signature = FuncType(decl.Recv, decl.Type, info);
        var funcScope = lastFuncScope!;
        funcScope.Pos = decl.Pos;
        funcScope.End = decl.End;
        info.FuncScope = funcScope;
        info.FuncSignature = signature;
        info.PartialSignature = null;
        if (signature.Recv is { Type: var recv })
        {
            obj.HasPointerReceiver = AliasType.Unalias(recv) is PointerType;
        }

        obj.SetType(signature);
    }

    private void CheckLocal(Decl d)
    {
        if (d is not GenDecl gen)
        {
            return;
        }

        ValueSpec? last = null;
        for (var i = 0; i < gen.Specs.Length; i++)
        {
            switch (gen.Specs[i])
            {
                case ValueSpec spec when gen.Tok == TokenKind.Const:
                    if (spec.Type != null || spec.Values.Length > 0)
                    {
                        last = spec;
                    }

                    LocalConsts(spec, last, i);
                    break;
                case ValueSpec spec:
                    LocalVars(spec);
                    break;
                case TypeSpec spec:
                    LocalType(spec);
                    break;
            }
        }
    }

    private void LocalConsts(ValueSpec spec, ValueSpec? source, int iotaValue)
    {
        var bottom = delayed.Count;
        var names = spec.Names;
        var lhs = new Const[names.Length];
        for (var i = 0; i < lhs.Length; i++)
        {
            var obj = new Const(package, names[i].Name, file.Tree.File, names[i].Pos, null, null);
            lhs[i] = obj;
            var init = source != null && i < source.Values.Length ? source.Values[i] : null;
            ConstDecl(obj, iotaValue, source?.Type, init);
        }

        CheckArity(spec, names.Length, source?.Values.Length ?? 0, false);

        // Function literals see the scope as it is before the declaration.
        ProcessDelayed(bottom);
        var scopePos = spec.End;
        for (var i = 0; i < lhs.Length; i++)
        {
            Declare(scope, names[i], lhs[i], scopePos);
        }
    }

    private void LocalVars(ValueSpec spec)
    {
        var bottom = delayed.Count;
        var names = spec.Names;
        var values = spec.Values;
        var lhs = new Var[names.Length];
        for (var i = 0; i < lhs.Length; i++)
        {
            lhs[i] = new Var(VarKind.Local, package, names[i].Name, file.Tree.File, names[i].Pos, null);
        }

        CheckArity(spec, lhs.Length, values.Length, true);
        for (var i = 0; i < lhs.Length; i++)
        {
            Expr? init = null;
            Var[]? several = null;
            if (values.Length == lhs.Length)
            {
                init = values[i];
            }
            else if (values.Length == 1)
            {
                several = lhs;
                init = values[0];
            }
            else if (i < values.Length)
            {
                init = values[i];
            }

            LocalVar(lhs[i], several, spec.Type, init);
            if (values.Length == 1)
            {
                // One value is either that of the only variable, or tells the types of all.
                break;
            }
        }

        ProcessDelayed(bottom);
        var scopePos = spec.End;
        for (var i = 0; i < lhs.Length; i++)
        {
            if (lhs[i].TypeOrNull == null)
            {
                lhs[i].SetType(UnknownType.Instance);
            }

            Declare(scope, names[i], lhs[i], scopePos);
        }
    }

    private void LocalVar(Var obj, Var[]? several, Expr? typeExpr, Expr? init)
    {
        if (typeExpr != null)
        {
            var type = VarType(typeExpr);
            obj.SetType(type);
            if (init != null && several is { Length: > 1 })
            {
                foreach (var variable in several)
                {
                    variable.SetType(type);
                }
            }
        }

        if (init == null)
        {
            if (typeExpr == null)
            {
                obj.SetType(UnknownType.Instance);
            }

            return;
        }

        VarInit(obj, several, init);
    }

    private void LocalType(TypeSpec spec)
    {
        var obj = new TypeName(package, spec.Name.Name, file.Tree.File, spec.Name.Pos, null);
        var generic = spec.TypeParams is { NumFields: > 0 };
        Declare(scope, spec.Name, obj, spec.Name.Pos);
        if (spec.IsAlias)
        {
            var alias = new AliasType(obj, null, generic);
            AliasDecl(alias, spec);
        }
        else
        {
            var named = new NamedType(obj, generic);
            NamedDecl(named, spec);
        }
    }

    private void CheckArity(ValueSpec spec, int names, int values, bool isVar)
    {
        if (isVar && values == 0)
        {
            if (spec.Type == null)
            {
                Report(spec.Pos, "missing type or init expr");
            }
        }
        else if (names < values)
        {
            Report(spec.Pos, "extra init expr");
        }
        else if (names > values && (!isVar || values != 1))
        {
            Report(spec.Names[values].Pos, "missing init expr");
        }
    }
}
