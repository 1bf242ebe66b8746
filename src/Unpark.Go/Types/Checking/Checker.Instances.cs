using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <content>
/// Instantiations of functions, and calls of generic ones. Source: Go specification, "Instantiations"; go/types call.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>
    /// Instantiates the generic function in <paramref name="x"/>, with the type arguments of an index expression, and
    /// what can be inferred from the signature of a variable it is assigned to.
    /// </summary>
    /// <param name="target">The signature it is to get, or null.</param>
    /// <param name="x">The function; the result.</param>
    /// <param name="ix">The type arguments, or the default value.</param>
    /// <param name="infer">Whether to infer missing type arguments; otherwise the ones there are are returned.</param>
    /// <returns>The type arguments if there are not enough and none are inferred, otherwise null.</returns>
    internal GoType[]? FuncInst(Signature? target, ref Operand x, in IndexedExpr ix, bool infer)
    {
        var targs = ix.Orig == null ? [] : TypeList(ix);
        if (ix.Orig != null)
        {
            x.Expr = ix.Orig;
        }

        var signature = (Signature)x.Type;
        var want = signature.TypeParams.Length;
        if (targs.Length > want)
        {
            Report(ix[want].Pos, "too many type arguments");
            x.Invalidate();
            return null;
        }

        if (targs.Length < want)
        {
            if (!infer)
            {
                return targs;
            }

            var inferred = InferForTarget(target, ref x, signature, targs);
            if (inferred == null)
            {
                Report(PosOf(x.Expr), "cannot infer type arguments");
                x.Invalidate();
                return null;
            }

            targs = inferred;
        }

        x.Type = InstantiateSignature(x.Expr!, signature, targs);
        x.Mode = OperandMode.Value;
        return null;
    }

    private GoType[] TypeList(in IndexedExpr ix)
    {
        var types = new GoType[ix.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = VarType(ix[i]);
        }

        return types;
    }

    /// <summary>
    /// The type arguments of a function assigned to a variable: as if the variable were an argument for a parameter of
    /// the function's type. Null if they cannot be told.
    /// </summary>
    private GoType[]? InferForTarget(Signature? target, ref Operand x, Signature signature, GoType[] targs)
    {
        if (target == null)
        {
            // Renamed, since the function may be instantiated with its own type parameters in its body.
            var (own, _) = Inference.RenameTypeParams(signature.TypeParams, TupleType.Empty);
            return Inference.Infer(own, targs, TupleType.Empty, [], false);
        }

        var plain = new Signature(null, [], [], signature.Params, signature.Results, signature.Variadic);
        var parameter = new Var(VarKind.Parameter, package, "", null, Node.NoPos, plain);
        var (tparams, renamed) = Inference.RenameTypeParams(signature.TypeParams, new TupleType([parameter]));
        return Inference.Infer(tparams, targs, (TupleType)renamed, [Operand.ValueOf(target, null)], true);
    }

    /// <summary>Instantiates a signature with its type arguments, and records that for the function's name.</summary>
    private Signature InstantiateSignature(Expr e, Signature signature, GoType[] targs)
    {
        var arguments = ImmutableCollectionsMarshal.AsImmutableArray(targs);
        var instance = (Signature)Instantiation.Instantiate(signature, arguments);
        var recorded = instance;
        if (InstantiatedSelector(e) is { } selector && SelectionOf(selector) is { Obj: Func method } selection)
        {
            // What is recorded of a method has its receiver, which is not part of the type of its selection.
            recorded = selection.Kind switch
            {
                SelectionKind.MethodVal => instance.WithRecv(method.Signature.Recv),
                SelectionKind.MethodExpr when instance.Params.Length > 0 => new Signature(
                    instance.Params.Vars[0], [], [], new TupleType(instance.Params.Vars.RemoveAt(0)), instance.Results,
                    instance.Variadic),
                _ => instance,
            };
        }

        RecordInstance(e, arguments, recorded);
        return instance;
    }

    private static SelectorExpr? InstantiatedSelector(Expr e)
    {
        while (true)
        {
            switch (e)
            {
                case Syntax.SelectorExpr selector:
                    return selector;
                case ParenExpr paren:
                    e = paren.X;
                    break;
                case Syntax.IndexExpr index:
                    e = index.X;
                    break;
                case IndexListExpr list:
                    e = list.X;
                    break;
                default:
                    return null;
            }
        }
    }

    private Signature GenericArguments(CallExpr call, Signature signature, GoType[] targs, Operand[] args,
        GoType[]?[]? atargs, GoType? variadic, bool open, out bool known)
    {
        known = true;
        var own = signature.TypeParams.Length;
        if (open)
        {
            known = own == 0;
            return known ? signature : WithUnknownTypeArgs(signature, targs);
        }

        var adjusted = variadic != null;
        var tuple = adjusted ? VariadicParams(signature.Params, variadic!, args.Length) : signature.Params;
        var tparams = new List<TypeParam>();
        var alltargs = new List<GoType?>();
        if (own > 0)
        {
            // Renamed, so that a function may call itself with other type arguments.
            var (renamed, renamedTuple) = Inference.RenameTypeParams(signature.TypeParams, tuple);
            tparams.AddRange(renamed);
            tuple = (TupleType)renamedTuple;
            alltargs.AddRange(targs);
            Pad(alltargs, tparams.Count);
        }

        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].IsValid && args[i].Type is Signature { TypeParams.Length: > 0 } generic)
            {
                // Each argument has type parameters of its own, also in f(g, g).
                var (renamed, type) = Inference.RenameTypeParams(generic.TypeParams, generic.WithTypeParams([]));
                args[i].Type = ((Signature)type).WithTypeParams(renamed);
                tparams.AddRange(renamed);
                if (atargs?[i] is { } partial)
                {
                    alltargs.AddRange(partial);
                }

                Pad(alltargs, tparams.Count);
            }
        }

        var inferred = Inference.Infer([.. tparams], [.. alltargs], tuple, args, false);
        if (inferred == null)
        {
            known = own == 0;
            return InferenceFailed(call, signature, targs, args, adjusted);
        }

        if (own > 0)
        {
            var instance = InstantiateSignature(call.Fun, signature, inferred[..own]);
            tuple = adjusted
                ? VariadicParams(instance.Params, VariadicElem(instance.Params.Vars[^1].Type), args.Length)
                : instance.Params;
            signature = instance;
        }

        var next = own;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].IsValid && args[i].Type is Signature { TypeParams.Length: > 0 } generic)
            {
                var end = next + generic.TypeParams.Length;
                args[i].Type = InstantiateSignature(args[i].Expr!, generic, inferred[next..end]);
                args[i].Mode = OperandMode.Value;
                Record(ref args[i]);
                next = end;
            }
        }

        for (var i = 0; i < args.Length; i++)
        {
            Assignment(ref args[i], tuple.Vars[i].Type, "argument");
        }

        return signature;
    }

    /// <summary>
    /// What can be said of a call although its type arguments cannot be told: with unknown ones in their place the
    /// arguments are passed, and the results have the types they have with any.
    /// </summary>
    private Signature InferenceFailed(CallExpr call, Signature signature, GoType[] targs, Operand[] args, bool adjusted)
    {
        var hasUnknown = false;
        for (var i = 0; i < args.Length; i++)
        {
            hasUnknown |= !args[i].IsValid || MentionsUnknown(args[i].Type);
        }

        if (!hasUnknown)
        {
            Report(call.Lparen, "cannot infer type arguments");
        }

        if (signature.TypeParams.Length == 0)
        {
            return signature;
        }

        var instance = WithUnknownTypeArgs(signature, targs);
        var parameters = instance.Params.Vars;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].Type is Signature { TypeParams.Length: > 0 })
            {
                continue;
            }

            var type = adjusted && i >= parameters.Length - 1 ? VariadicElem(parameters[^1].Type) : parameters[i].Type;
            if (!IsUnknown(type))
            {
                Assignment(ref args[i], type, "argument");
            }
        }

        return instance;
    }

    private static Signature WithUnknownTypeArgs(Signature signature, params ReadOnlySpan<GoType> given)
    {
        var targs = new GoType[signature.TypeParams.Length];
        Array.Fill(targs, UnknownType.Instance);
        given.CopyTo(targs);
        return (Signature)Instantiation.Instantiate(signature, ImmutableCollectionsMarshal.AsImmutableArray(targs));
    }

    private static void Pad(List<GoType?> list, int count)
    {
        while (list.Count < count)
        {
            list.Add(null);
        }
    }
}
