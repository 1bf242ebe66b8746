using System.Collections.Immutable;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Function types, receivers and parameters. Source: go/types signature.go.</content>
internal sealed partial class Checker
{
    /// <summary>The scope of the parameters of the function type that was checked last.</summary>
    private Scope? lastFuncScope;

    /// <summary>Takes a receiver's type apart: whether it is a pointer, its base type, and its type parameters.</summary>
    internal static (bool Pointer, Expr Base, IndexedExpr TypeParams) UnpackRecv(Expr type)
    {
        var pointer = false;
        var baseType = Unparen(type);
        if (baseType is StarExpr star)
        {
            pointer = true;
            baseType = Unparen(star.X);
        }

        var indexed = new IndexedExpr(baseType);
        return (pointer, indexed.X ?? baseType, indexed);
    }

    /// <summary>
    /// Checks a function type, or the type and receiver of a method, and leaves the scope of its parameters in
    /// <see cref="lastFuncScope"/>.
    /// </summary>
    private Signature FuncType(FieldList? recvList, FuncTypeExpr type, DeclInfo? info = null)
    {
        OpenScope(type, "function");
        scope.IsFunction = true;
        var funcScope = scope;

        Var? recv = null;
        ImmutableArray<TypeParam> recvTypeParams = [];
        if (recvList is { List.Length: > 0 })
        {
            if (recvList.List.Length > 1)
            {
                Report(recvList.List[^1].Pos, "method has multiple receivers");
            }

            recv = CollectRecv(recvList.List[0], type.Pos, out recvTypeParams);
        }

        ImmutableArray<TypeParam> typeParams = [];
        if (type.TypeParams != null)
        {
            typeParams = CollectTypeParams(type.TypeParams, null, null);
        }

        if (info != null)
        {
            info.PartialSignature =
                new Signature(recv, recvTypeParams, typeParams, TupleType.Empty, TupleType.Empty, false);
        }

        var parameters = CollectParams(VarKind.Parameter, type.Params, out var variadic);
        var results = CollectParams(VarKind.Result, type.Results, out _);

        var scopePos = type.End;
        if (recv is { Name: not "" })
        {
            Declare(scope, recvList!.List[0].Names[0], recv, scopePos);
        }

        DeclareParams(type.Params, parameters, scopePos);
        DeclareParams(type.Results, results, scopePos);
        CloseScope();
        lastFuncScope = funcScope;
        return new Signature(recv, recvTypeParams, typeParams, TupleOf(parameters), TupleOf(results), variadic);
    }

    private static TupleType TupleOf(ImmutableArray<Var> vars) => vars.Length == 0 ? TupleType.Empty : new TupleType(vars);

    private Var CollectRecv(Field field, int scopePos, out ImmutableArray<TypeParam> recvTypeParams)
    {
        recvTypeParams = [];
        GoType recvType;
        var (pointer, baseExpr, indexed) = UnpackRecv(field.Type!);
        if (indexed.Orig == null)
        {
            recvType = VarType(field.Type!);
        }
        else
        {
            recvType = GenericRecv(field.Type!, pointer, baseExpr, indexed, scopePos, out recvTypeParams);
        }

        if (field.Names.Length > 0 && field.Names[0].Name.Length > 0)
        {
            var name = field.Names[0];
            return new Var(VarKind.Receiver, package, name.Name, file.Tree.File, name.Pos, recvType);
        }

        var recv = new Var(VarKind.Receiver, package, "", file.Tree.File, field.Pos, recvType);
        RecordImplicit(field, recv);
        return recv;
    }

    private GoType GenericRecv(Expr type, bool pointer, Expr baseExpr, in IndexedExpr indexed, int scopePos,
        out ImmutableArray<TypeParam> recvTypeParams)
    {
        // The base type is resolved before the type parameters are declared, which may have its name.
        var baseType = GenericType(baseExpr) as NamedType;
        var builder = ImmutableArray.CreateBuilder<TypeParam>(indexed.Count);
        for (var i = 0; i < indexed.Count; i++)
        {
            if (indexed[i] is not Ident name)
            {
                Report(indexed[i].Pos, "receiver type parameter must be an identifier");
                continue;
            }

            var param = DeclareTypeParam(name, scopePos, builder.Count);
            builder.Add(param);

            // For historic reasons they are both definitions and uses.
            RecordUse(name, param.Obj);
            RecordTypeAndValue(name, OperandMode.TypeExpr, param, null);
        }

        recvTypeParams = builder.DrainToImmutable();
        if (baseType == null)
        {
            foreach (var param in recvTypeParams)
            {
                param.SetConstraint(UnknownType.Instance);
            }

            return UnknownType.Instance;
        }

        var baseParams = baseType.TypeParams;
        if (baseParams.Length != recvTypeParams.Length)
        {
            Report(baseExpr.Pos, "receiver declares another number of type parameters than its base type");
            foreach (var param in recvTypeParams)
            {
                param.SetConstraint(UnknownType.Instance);
            }

            return UnknownType.Instance;
        }

        var args = ImmutableArray.CreateBuilder<GoType>(recvTypeParams.Length);
        foreach (var param in recvTypeParams)
        {
            args.Add(param);
        }

        var typeArgs = args.MoveToImmutable();
        var map = SubstMap.Of(baseParams, typeArgs);
        for (var i = 0; i < recvTypeParams.Length; i++)
        {
            recvTypeParams[i].SetConstraint(
                Substitution.Subst(baseParams[i].Constraint, map));
        }

        GoType recvType = Instantiation.Instantiate(baseType, typeArgs);
        RecordInstance(baseExpr, typeArgs, recvType);
        if (pointer)
        {
            recvType = new PointerType(recvType);
        }

        RecordParenthesizedRecvTypes(type, recvType);
        return recvType;
    }

    private void RecordParenthesizedRecvTypes(Expr e, GoType type)
    {
        while (true)
        {
            RecordTypeAndValue(e, OperandMode.TypeExpr, type, null);
            switch (e)
            {
                case ParenExpr paren:
                    e = paren.X;
                    break;
                case StarExpr star when type is PointerType pointer:
                    e = star.X;
                    type = pointer.Elem;
                    break;
                default:
                    return;
            }
        }
    }

    private ImmutableArray<Var> CollectParams(VarKind kind, FieldList? list, out bool variadic)
    {
        variadic = false;
        if (list == null || list.List.Length == 0)
        {
            return [];
        }

        var vars = ImmutableArray.CreateBuilder<Var>(list.NumFields);
        for (var i = 0; i < list.List.Length; i++)
        {
            var field = list.List[i];
            var typeExpr = field.Type;
            var isLast = i == list.List.Length - 1;
            var dots = false;
            if (typeExpr is Ellipsis ellipsis)
            {
                typeExpr = ellipsis.Elt;
                if (kind == VarKind.Parameter && isLast && field.Names.Length <= 1)
                {
                    dots = true;
                    variadic = true;
                }
                else
                {
                    Report(ellipsis.Pos, "invalid use of ...");
                }
            }

            var type = typeExpr == null ? UnknownType.Instance : VarType(typeExpr);
            if (dots)
            {
                type = new SliceType(type);
                RecordTypeAndValue(field.Type!, OperandMode.TypeExpr, type, null);
            }

            if (field.Names.Length == 0)
            {
                var offset = typeExpr?.Pos ?? field.Pos;
                var anonymous = new Var(kind, package, "", file.Tree.File, offset, type);
                RecordImplicit(field, anonymous);
                vars.Add(anonymous);
                continue;
            }

            foreach (var name in field.Names)
            {
                vars.Add(new Var(kind, package, name.Name, file.Tree.File, name.Pos, type));
            }
        }

        return vars.DrainToImmutable();
    }

    private void DeclareParams(FieldList? list, ImmutableArray<Var> vars, int scopePos)
    {
        if (list == null)
        {
            return;
        }

        var index = 0;
        foreach (var field in list.List)
        {
            if (field.Names.Length == 0)
            {
                index++;
                continue;
            }

            foreach (var name in field.Names)
            {
                var variable = vars[index++];
                if (name.Name.Length > 0)
                {
                    Declare(scope, name, variable, scopePos);
                }
            }
        }
    }
}
