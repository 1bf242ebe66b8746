using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <summary>
/// Infers type arguments (Go specification, "Type inference"). Pure and safe to use from many threads.
/// Source: go/types infer.go.
/// </summary>
internal static class Inference
{
    /// <summary>
    /// The type arguments for a call or an assignment of a generic function: those given, and the others as arguments
    /// and constraints have it. Null if they cannot be told.
    /// </summary>
    /// <param name="typeParams">The type parameters; renamed, if the arguments may contain them.</param>
    /// <param name="typeArgs">The type arguments that are given, null where there is none; there may be fewer.</param>
    /// <param name="parameters">The parameters, as many as there are arguments.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="reverse">
    /// Whether the only argument stands for the variable that the function is assigned to.
    /// </param>
    public static GoType[]? Infer(ImmutableArray<TypeParam> typeParams, ReadOnlySpan<GoType?> typeArgs,
        TupleType parameters, ReadOnlySpan<Operand> args, bool reverse)
    {
        _ = reverse; // tells only which way round an error is reported
        if (typeArgs.Length == typeParams.Length && !typeArgs.Contains(null))
        {
            return typeArgs.ToArray()!;
        }

        foreach (ref readonly var arg in args)
        {
            if (!arg.IsValid)
            {
                return null;
            }
        }

        var given = new GoType?[typeParams.Length];
        typeArgs.CopyTo(given);
        if (parameters.Length > 0)
        {
            parameters = Substitution.Subst(parameters, SubstMap.Of(typeParams, given));
        }

        var unifier = new Unifier(typeParams, given);
        return UnifyArguments(unifier, typeParams, parameters, args, out var untyped)
            && UnifyConstraints(unifier, typeParams)
            && UseUntyped(unifier, parameters, args, untyped)
            ? Simplify(typeParams, given, unifier.Inferred())
            : null;
    }

    /// <summary>Fresh type parameters in place of others, and a type with them in their place.</summary>
    public static (ImmutableArray<TypeParam> TypeParams, GoType Type) RenameTypeParams(
        ImmutableArray<TypeParam> typeParams, GoType type)
    {
        if (typeParams.Length == 0)
        {
            return (typeParams, type);
        }

        var fresh = Substitution.Fresh(typeParams);
        var map = SubstMap.Rename(typeParams, fresh);
        for (var i = 0; i < fresh.Length; i++)
        {
            fresh[i].SetConstraint(Substitution.Subst(typeParams[i].Constraint, map));
        }

        return (fresh, Substitution.Subst(type, map));
    }

    /// <summary>
    /// True if a type contains one of some type parameters. The type parameters that a generic function declares do not
    /// count.
    /// </summary>
    public static bool IsParameterized(ImmutableArray<TypeParam> typeParams, GoType type)
    {
        HashSet<InterfaceType>? seen = null;
        return IsParameterized(typeParams, type, ref seen);
    }

    /// <summary>
    /// The single specific type of a type parameter's type set, or its core type; with a tilde if any of its terms has
    /// one. Null if there is neither.
    /// </summary>
    public static UnionTerm? CoreTerm(TypeParam param, out bool single)
    {
        var set = param.Iface().TypeSet;
        single = set.Terms.Length == 1;
        if (single)
        {
            return set.Terms[0];
        }

        if (SpecificTypes.CommonUnder(param) is not { } core)
        {
            return null;
        }

        var tilde = false;
        foreach (var term in set.Terms)
        {
            tilde |= term.Tilde;
        }

        return new UnionTerm(tilde, core);
    }

    private static bool UnifyArguments(Unifier unifier, ImmutableArray<TypeParam> typeParams, TupleType parameters,
        ReadOnlySpan<Operand> args, out List<int>? untyped)
    {
        untyped = null;
        for (var i = 0; i < args.Length; i++)
        {
            var parameter = parameters.Vars[i].Type;
            var type = args[i].Type;
            if (!IsParameterized(typeParams, parameter) && !IsParameterized(typeParams, type))
            {
                continue;
            }

            if (IsTyped(type))
            {
                if (!unifier.Unify(parameter, type, UnifyModes.Assign))
                {
                    return false;
                }
            }
            else if (parameter is TypeParam && !args[i].IsNil)
            {
                // An untyped value has a basic type: it can only be an argument for the type parameter itself.
                (untyped ??= []).Add(i);
            }
        }

        return true;
    }

    private static bool UnifyConstraints(Unifier unifier, ImmutableArray<TypeParam> typeParams)
    {
        while (true)
        {
            var unknowns = unifier.Unknowns;
            foreach (var param in typeParams)
            {
                var type = unifier.At(param);
                if (CoreTerm(param, out var single) is { } core)
                {
                    if (type != null)
                    {
                        if (!unifier.Unify(type, core.Type, UnifyModes.Inexact))
                        {
                            return false;
                        }
                    }
                    else if (single && !core.Tilde)
                    {
                        unifier.Set(param, core.Type);
                    }
                }

                // The type must have the constraint's methods, whose signatures may tell more.
                if (type != null && !IsParameterized(typeParams, type)
                    && !Lookup.HasAllMethods(type, param.Iface(), true,
                        (x, y) => unifier.Unify(x, y, UnifyModes.Exact)))
                {
                    return false;
                }
            }

            if (unifier.Unknowns == unknowns)
            {
                return true;
            }
        }
    }

    // Type parameters that untyped constants are all there is for get the default type of the largest of them.
    private static bool UseUntyped(Unifier unifier, TupleType parameters, ReadOnlySpan<Operand> args,
        List<int>? untyped)
    {
        if (untyped == null)
        {
            return true;
        }

        Dictionary<TypeParam, GoType>? largest = null;
        foreach (var index in untyped)
        {
            var param = (TypeParam)parameters.Vars[index].Type;
            if (unifier.At(param) != null)
            {
                continue;
            }

            largest ??= [];
            var type = args[index].Type;
            if (largest.TryGetValue(param, out var other))
            {
                if (MaxType(other, type) is not { } max)
                {
                    return false;
                }

                type = max;
            }

            largest[param] = type;
        }

        if (largest != null)
        {
            foreach (var (param, type) in largest)
            {
                unifier.Set(param, Default(type));
            }
        }

        return true;
    }

    // What was inferred may contain type parameters for which types were inferred: they are put in their place.
    private static GoType[]? Simplify(ImmutableArray<TypeParam> typeParams, GoType?[] given, GoType?[] inferred)
    {
        // Substituting in a cycle, as in [A interface{ *A }], would never end.
        var cycles = new CycleFinder(typeParams, inferred);
        foreach (var param in typeParams)
        {
            cycles.Walk(param);
        }

        var dirty = new List<int>();
        for (var i = 0; i < inferred.Length; i++)
        {
            if (inferred[i] != null && given[i] == null)
            {
                dirty.Add(i);
            }
        }

        while (dirty.Count > 0)
        {
            var map = SubstMap.Of(typeParams, inferred);
            var kept = 0;
            for (var i = 0; i < dirty.Count; i++)
            {
                var index = dirty[i];
                var before = inferred[index]!;
                var after = Substitution.Subst(before, map);
                if (ReferenceEquals(before, after))
                {
                    continue;
                }

                if (after is Signature { TypeParams.Length: > 0 } signature && !IsParameterized(typeParams, signature))
                {
                    after = signature.WithTypeParams([]);
                }

                inferred[index] = after;
                dirty[kept++] = index;
            }

            dirty.RemoveRange(kept, dirty.Count - kept);
        }

        foreach (var type in inferred)
        {
            if (type == null || IsParameterized(typeParams, type))
            {
                return null;
            }
        }

        return inferred!;
    }

    private static bool IsParameterized(ImmutableArray<TypeParam> typeParams, GoType type,
        ref HashSet<InterfaceType>? seen)
    {
        while (true)
        {
            switch (type)
            {
                case AliasType alias:
                    type = alias.Actual;
                    continue;
                case PointerType pointer:
                    type = pointer.Elem;
                    continue;
                case SliceType slice:
                    type = slice.Elem;
                    continue;
                case ArrayType array:
                    type = array.Elem;
                    continue;
                case ChanType chan:
                    type = chan.Elem;
                    continue;
                case MapType map:
                    if (IsParameterizedPart(typeParams, map.Key, ref seen))
                    {
                        return true;
                    }

                    type = map.Elem;
                    continue;
                case StructType structType:
                    return AnyParameterized(typeParams, structType.Fields, ref seen);
                case TupleType tuple:
                    return AnyParameterized(typeParams, tuple.Vars, ref seen);
                case Signature signature:
                    return AnyParameterized(typeParams, signature.Params.Vars, ref seen)
                        || AnyParameterized(typeParams, signature.Results.Vars, ref seen);
                case InterfaceType iface:
                    return IsParameterized(typeParams, iface, ref seen);
                case NamedType named:
                    foreach (var arg in named.TypeArgs)
                    {
                        if (IsParameterizedPart(typeParams, arg, ref seen))
                        {
                            return true;
                        }
                    }

                    return false;
                case TypeParam param:
                    return typeParams.Contains(param);
                default:
                    return false;
            }
        }
    }

    private static bool IsParameterizedPart(ImmutableArray<TypeParam> typeParams, GoType type,
        ref HashSet<InterfaceType>? seen) =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? IsParameterized(typeParams, type, ref seen)
            : IsParameterizedOnFreshStack(typeParams, type);

    private static bool IsParameterizedOnFreshStack(ImmutableArray<TypeParam> typeParams, GoType type) =>
        StackGuard.Run((typeParams, type), static at => IsParameterized(at.typeParams, at.type));

    private static bool IsParameterized(ImmutableArray<TypeParam> typeParams, InterfaceType type,
        ref HashSet<InterfaceType>? seen)
    {
        var set = type.TypeSet;
        if (set.Methods.Length == 0 && !set.HasTerms)
        {
            return false;
        }

        if (!(seen ??= []).Add(type))
        {
            return false;
        }

        foreach (var method in set.Methods)
        {
            if (IsParameterizedPart(typeParams, method.Type, ref seen))
            {
                return true;
            }
        }

        // As in Go, the terms count if all of them are parameterized.
        if (!set.HasTerms)
        {
            return false;
        }

        foreach (var term in set.Terms)
        {
            if (!IsParameterizedPart(typeParams, term.Type, ref seen))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnyParameterized(ImmutableArray<TypeParam> typeParams, ImmutableArray<Var> vars,
        ref HashSet<InterfaceType>? seen)
    {
        foreach (var variable in vars)
        {
            if (IsParameterizedPart(typeParams, variable.Type, ref seen))
            {
                return true;
            }
        }

        return false;
    }
}
