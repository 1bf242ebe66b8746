using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Walks the types inferred for type parameters and forgets those that contain themselves. Source: go/types infer.go,
/// killCycles.
/// </summary>
internal sealed class CycleFinder(ImmutableArray<TypeParam> typeParams, GoType?[] inferred)
{
    private readonly ImmutableArray<TypeParam> typeParams = typeParams;
    private readonly GoType?[] inferred = inferred;
    private readonly HashSet<GoType> walking = [];

    /// <summary>
    /// Walks a type; the type inferred for a type parameter is set to null where it comes back to it.
    /// </summary>
    public void Walk(GoType type)
    {
        type = AliasType.Unalias(type);
        if (type is BasicType or UnknownType)
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Finder: this, type), static at => at.Finder.Walk(at.type));
            return;
        }

        if (!walking.Add(type))
        {
            // Other types may contain themselves.
            if (type is TypeParam again && typeParams.IndexOf(again) is >= 0 and var index)
            {
                inferred[index] = null;
            }

            return;
        }

        switch (type)
        {
            case ArrayType array:
                Walk(array.Elem);
                break;
            case SliceType slice:
                Walk(slice.Elem);
                break;
            case PointerType pointer:
                Walk(pointer.Elem);
                break;
            case ChanType chan:
                Walk(chan.Elem);
                break;
            case MapType map:
                Walk(map.Key);
                Walk(map.Elem);
                break;
            case StructType structType:
                Walk(structType.Fields);
                break;
            case TupleType tuple:
                Walk(tuple.Vars);
                break;
            case Signature signature:
                Walk(signature.Params.Vars);
                Walk(signature.Results.Vars);
                break;
            case UnionType union:
                foreach (var term in union.Terms)
                {
                    Walk(term.Type);
                }

                break;
            case InterfaceType iface:
                foreach (var method in iface.ExplicitMethods)
                {
                    Walk(method.Type);
                }

                foreach (var embedded in iface.Embeddeds)
                {
                    Walk(embedded);
                }

                break;
            case NamedType named:
                foreach (var arg in named.TypeArgs)
                {
                    Walk(arg);
                }

                break;
            case TypeParam param:
                if (typeParams.IndexOf(param) is >= 0 and var at && inferred[at] is { } type2)
                {
                    Walk(type2);
                }

                break;
        }

        walking.Remove(type);
    }

    private void Walk(ImmutableArray<Var> vars)
    {
        foreach (var variable in vars)
        {
            Walk(variable.Type);
        }
    }
}
