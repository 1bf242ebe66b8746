using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Unpark.Go.Types;

/// <summary>
/// Instantiates generic types, aliases and functions (Go specification, "Instantiations"). Safe to use from many
/// threads. Source: go/types instantiate.go, named.go.
/// </summary>
public static class Instantiation
{
    /// <summary>
    /// The instance of a generic type, alias or signature. The number of type arguments must be right; whether they
    /// satisfy the constraints is not asked, see <see cref="Verify"/>. Instances of a generic type with the same type
    /// arguments are one object as long as it is in use.
    /// </summary>
    /// <returns>The instance; <see cref="UnknownType"/> if the type is not generic.</returns>
    public static GoType Instantiate(GoType origin, ImmutableArray<GoType> typeArgs)
    {
        switch (origin)
        {
            case NamedType named when named.IsGeneric:
                return named.Instances.GetOrAdd(named, typeArgs);
            case AliasType alias when alias.IsGeneric:
                return new AliasType(alias, typeArgs);
            case Signature signature when signature.TypeParams.Length == typeArgs.Length && typeArgs.Length > 0:
                var map = SubstMap.Of(signature.TypeParams, typeArgs);
                return new Signature(signature.Recv, signature.RecvTypeParams, [],
                    Substitution.Subst(signature.Params, map), Substitution.Subst(signature.Results, map),
                    signature.Variadic);
            default:
                return UnknownType.Instance;
        }
    }

    /// <summary>
    /// A type with type arguments in place of type parameters: what an expression of a generic function has the type of in
    /// an instance of the function. O(size of the type).
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="typeParams">The type parameters.</param>
    /// <param name="typeArgs">As many types.</param>
    public static GoType Substitute(GoType type, ImmutableArray<TypeParam> typeParams, ImmutableArray<GoType> typeArgs) =>
        Substitution.Subst(type, SubstMap.Of(typeParams, typeArgs));

    /// <summary>The place of the first type argument that does not satisfy its constraint, or -1.</summary>
    public static int Verify(ImmutableArray<TypeParam> typeParams, ImmutableArray<GoType> typeArgs)
    {
        var map = SubstMap.Of(typeParams, typeArgs);
        for (var i = 0; i < typeParams.Length && i < typeArgs.Length; i++)
        {
            var param = typeParams[i];
            var iface = param.Iface();
            if (iface.IsEmpty)
            {
                continue;
            }

            // A constraint that is no interface is taken as the interface around it.
            var bound = param.Constraint.Underlying is InterfaceType ? param.Constraint : iface;
            if (!TypeRelations.Satisfies(typeArgs[i], Substitution.Subst(bound, map)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// What an instance is defined with; null while the declaration is being resolved by this very thread.
    /// </summary>
    internal static GoType? ExpandRhs(NamedType instance)
    {
        var origin = instance.Origin;
        var rhs = origin.RhsOrNull();
        if (rhs == null)
        {
            return null;
        }

        var typeParams = origin.TypeParams;
        if (typeParams.Length != instance.TypeArgs.Length)
        {
            return UnknownType.Instance;
        }

        var expanded = Substitution.Subst(rhs, SubstMap.Of(typeParams, instance.TypeArgs));
        if (expanded is InterfaceType iface
            && Substitution.ReplaceRecv(iface.ExplicitMethods, origin, instance) is { } methods)
        {
            // The receivers of a declared interface's methods have the declared type.
            return new InterfaceType(ImmutableCollectionsMarshal.AsImmutableArray(methods), iface.Embeddeds,
                iface.IsImplicit);
        }

        return expanded;
    }

    /// <summary>
    /// What an instance of an alias stands for; null while the declaration is being resolved by this very thread.
    /// </summary>
    internal static GoType? ExpandRhs(AliasType instance)
    {
        var origin = instance.Origin;
        var rhs = origin.RhsOrNull();
        if (rhs == null)
        {
            return null;
        }

        var typeParams = origin.TypeParams;
        return typeParams.Length == instance.TypeArgs.Length
            ? Substitution.Subst(rhs, SubstMap.Of(typeParams, instance.TypeArgs))
            : UnknownType.Instance;
    }

    /// <summary>The signature of a declared method for an instance of its receiver's type.</summary>
    internal static Signature ExpandMethod(NamedType instance, Func method, Signature signature)
    {
        var typeParams = signature.RecvTypeParams;
        var expanded = typeParams.Length == instance.TypeArgs.Length
            ? Substitution.Subst(signature, SubstMap.Of(typeParams, instance.TypeArgs))
            : signature;
        GoType recvType = method.HasPointerReceiver ? new PointerType(instance) : instance;
        var recv = signature.Recv?.WithType(recvType)
            ?? new Var(VarKind.Receiver, method.Package, "", method.File, method.Offset, recvType);
        return expanded.WithRecv(recv);
    }
}
