using System.Collections.Immutable;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Calls and their arguments. Source: Go specification, "Calls"; go/types call.go.</content>
internal sealed partial class Checker
{
    /// <summary>Checks expressions whose values do not matter, so that all in them is recorded.</summary>
    internal void Use(Expr? e)
    {
        switch (e)
        {
            case null:
                return;
            case Syntax.Ident { IsBlank: true }:
                return;
            case Syntax.KeyValueExpr:
                UseElement(e);
                return;
        }

        Operand x = default;
        RawExpr(null, ref x, e, null, true);
    }

    /// <summary>Checks all of a list of expressions whose values do not matter.</summary>
    internal void Use(ImmutableArray<Expr> list)
    {
        foreach (var e in list)
        {
            Use(e);
        }
    }

    /// <summary>
    /// Like <see cref="Use(Expr)"/> for what stands on the left of an assignment, where naming a variable is no use of
    /// it.
    /// </summary>
    internal void UseLhs(Expr e)
    {
        if (Unparen(e) is Syntax.Ident ident && !ident.IsBlank
            && Lookup(ident.Name) is Var variable && ReferenceEquals(variable.Package, package))
        {
            var used = variable.Used;
            Use(e);
            variable.Used = used;
            return;
        }

        Use(e);
    }

    private ExprKind CallExpr(ref Operand x, CallExpr call)
    {
        IndexedExpr ix = default;
        if (call.Fun.Kind is NodeKind.IndexExpr or NodeKind.IndexListExpr)
        {
            ix = new IndexedExpr(call.Fun);
            if (!IndexExpr(ref x, ix))
            {
                ix = default;
            }

            Finish(ref x, call.Fun);
            Record(ref x);
        }
        else
        {
            ExprOrType(ref x, call.Fun, true);
        }

        switch (x.Mode)
        {
            case OperandMode.Unknown:
                CallUnknown(ref x, call);
                return ExprKind.Statement;

            case OperandMode.TypeExpr:
                ConversionCall(ref x, call);
                return ExprKind.Conversion;

            case OperandMode.Builtin:
                var id = x.Id;
                x.Mode = OperandMode.Unknown;
                if (!Builtin(ref x, call, id))
                {
                    x.Invalidate();
                }

                if (x.Mode != OperandMode.Constant)
                {
                    hasCallOrRecv = true;
                }

                return KindOf(id);
        }

        var cgoCall = x.Mode == OperandMode.CgoFunc;
        if (x.Type is not Signature signature)
        {
            if (IsUnknown(x.Type))
            {
                CallUnknown(ref x, call);
                return ExprKind.Statement;
            }

            if (SpecificTypes.CommonUnder(x.Type) is not Signature under)
            {
                ReportOn(x.Type, call.Pos, "call of what is not a function");
                CallUnknown(ref x, call);
                return ExprKind.Statement;
            }

            signature = under;
        }

        var generic = signature.TypeParams.Length > 0;
        GoType[] targs = [];
        if (ix.Orig != null)
        {
            targs = TypeList(ix);
            var want = signature.TypeParams.Length;
            if (targs.Length > want)
            {
                Report(ix[want].Pos, "too many type arguments");
                CallUnknown(ref x, call);
                return ExprKind.Statement;
            }

            if (targs.Length == want && want > 0)
            {
                // Instantiated right away, the function has its type even if there is something wrong with arguments.
                signature = InstantiateSignature(ix.Orig, signature, targs);
                targs = [];
            }
        }

        var args = GenericExprList(call.Args, out var atargs);
        var known = true;
        if (args.Length > 0 || call.HasEllipsis || signature.Params.Length > 0 || signature.TypeParams.Length > 0)
        {
            signature = Arguments(call, signature, targs, args, atargs, out known);
        }

        ReturnOperands(args);
        if (generic && known && signature.TypeParams.Length == 0)
        {
            RecordTypeAndValue(call.Fun, OperandMode.Value, signature, null);
        }

        x.Val = null;
        x.MayBeConstant = false;
        hasCallOrRecv = true;
        switch (signature.Results.Length)
        {
            case 0:
                x.Mode = OperandMode.NoValue;
                x.Type = TupleType.Empty;
                break;
            case 1:
                x.Mode = cgoCall ? OperandMode.CommaErr : OperandMode.Value;
                x.Type = signature.Results.Vars[0].Type;
                break;
            default:
                x.Mode = OperandMode.Value;
                x.Type = signature.Results;
                break;
        }

        return ExprKind.Statement;
    }

    private void CallUnknown(ref Operand x, CallExpr call)
    {
        Use(call.Args);
        hasCallOrRecv = true;
        x.Invalidate();
        x.Type = UnknownType.Instance;
    }

    private void ConversionCall(ref Operand x, CallExpr call)
    {
        NonGeneric(null, ref x);
        if (!x.IsValid)
        {
            Use(call.Args);
            return;
        }

        var target = x.Type;
        x.Mode = OperandMode.Unknown;
        if (call.Args.Length != 1)
        {
            Report(call.Rparen, "conversion needs one argument");
            Use(call.Args);
            x.Type = UnknownType.Instance;
            return;
        }

        Expr(NewTarget(target), ref x, call.Args[0]);
        Conversion(ref x, target);
    }

    /// <summary>
    /// Checks the values of a list, one of which may be a call with several results; an empty array results from an
    /// empty list.
    /// </summary>
    private Operand[] ExprList(ImmutableArray<Expr> list)
    {
        if (list.Length == 1)
        {
            return MultiExpr(list[0], false, out _);
        }

        var operands = RentOperands(list.Length);
        for (var i = 0; i < operands.Length; i++)
        {
            Expr(null, ref operands[i], list[i]);
        }

        return operands;
    }

    /// <summary>
    /// Checks the arguments of a call, which may be generic functions, not or partially instantiated; in
    /// <paramref name="atargs"/> is which type arguments these have.
    /// </summary>
    private Operand[] GenericExprList(ImmutableArray<Expr> list, out GoType[]?[]? atargs)
    {
        atargs = null;
        if (list.Length == 0)
        {
            return [];
        }

        var operands = RentOperands(list.Length);
        for (var i = 0; i < operands.Length; i++)
        {
            ref var x = ref operands[i];
            var e = list[i];
            if (e.Kind is NodeKind.IndexExpr or NodeKind.IndexListExpr)
            {
                var ix = new IndexedExpr(e);
                if (IndexExpr(ref x, ix))
                {
                    // Before Go 1.21 a function had to be instantiated without looking at what it is passed to.
                    var targs = FuncInst(null, ref x, ix, !version.Allows(21));
                    if (targs != null)
                    {
                        (atargs ??= new GoType[]?[list.Length])[i] = targs;
                        x.Expr = e;
                        continue;
                    }
                }

                Finish(ref x, e);
                Record(ref x);
            }
            else
            {
                RawExpr(null, ref x, e, null, true);
            }

            if (list.Length == 1 && x.Mode == OperandMode.Value && x.Type is TupleType tuple)
            {
                ReturnOperands(operands);
                var results = RentOperands(tuple.Length);
                for (var j = 0; j < results.Length; j++)
                {
                    results[j] = Operand.ValueOf(tuple.Vars[j].Type, null);
                }

                return results;
            }

            ValueOnly(ref x);
        }

        return operands;
    }

    /// <summary>
    /// Passes arguments to a function, and infers the type arguments of both if some are missing. The result is the
    /// function's signature, instantiated if it was generic.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="signature">The function's signature.</param>
    /// <param name="targs">The type arguments given for it.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="atargs">The type arguments given for generic arguments, or null.</param>
    /// <param name="known">
    /// False if type arguments could not be inferred; in the result unknown types stand for them then.
    /// </param>
    private Signature Arguments(
        CallExpr call, Signature signature, GoType[] targs, Operand[] args, GoType[]?[]? atargs, out bool known)
    {
        known = true;
        var count = args.Length;
        var parameters = signature.Params.Vars;
        var fixedCount = parameters.Length;
        GoType? variadic = null;
        if (signature.Variadic && !call.HasEllipsis)
        {
            fixedCount--;
            variadic = VariadicElem(parameters[fixedCount].Type);
        }
        else if (!signature.Variadic && call.HasEllipsis)
        {
            Report(call.EllipsisPos, "... in call of function that is not variadic");
            known = signature.TypeParams.Length == 0;
            return known ? signature : WithUnknownTypeArgs(signature);
        }

        // A single unknown call stands for as many values as are wanted.
        var open = count == 1 && args[0].Mode == OperandMode.Unknown && Unparen(call.Args[0]) is Syntax.CallExpr;
        if (!open && (count < fixedCount || (variadic == null && count > fixedCount)))
        {
            Report(call.Rparen, count < fixedCount ? "not enough arguments in call" : "too many arguments in call");
            known = signature.TypeParams.Length == 0;
            return known ? signature : WithUnknownTypeArgs(signature);
        }

        var hasGenericArgs = false;
        for (var i = 0; i < count; i++)
        {
            if (args[i].Type is Signature { TypeParams.Length: > 0 } && args[i].IsValid)
            {
                hasGenericArgs = true;
                break;
            }
        }

        if (signature.TypeParams.Length > 0 || hasGenericArgs)
        {
            return GenericArguments(call, signature, targs, args, atargs, variadic, open, out known);
        }

        if (open)
        {
            return signature;
        }

        for (var i = 0; i < count; i++)
        {
            Assignment(ref args[i], i < fixedCount ? parameters[i].Type : variadic!, "argument");
        }

        return signature;
    }

    private static GoType VariadicElem(GoType type) => type.Underlying is SliceType slice ? slice.Elem : type;

    /// <summary>The parameters of a variadic function for a number of arguments: one for each.</summary>
    private static TupleType VariadicParams(TupleType parameters, GoType elem, int count)
    {
        var vars = ImmutableArray.CreateBuilder<Var>(count);
        var last = parameters.Vars[^1];
        for (var i = 0; i < count; i++)
        {
            vars.Add(i < parameters.Length - 1 ? parameters.Vars[i] : last.Renamed(last.Name, elem));
        }

        return new TupleType(vars.MoveToImmutable());
    }
}
