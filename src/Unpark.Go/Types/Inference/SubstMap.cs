using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// What type parameters are replaced by. Immutable. Lookups are linear: there are seldom more than three.
/// </summary>
internal sealed class SubstMap
{
    private readonly TypeParam[] from;
    private readonly GoType?[] to;

    private SubstMap(TypeParam[] from, GoType?[] to)
    {
        this.from = from;
        this.to = to;
    }

    /// <summary>True if nothing is replaced.</summary>
    public bool IsEmpty => from.Length == 0;

    /// <summary>Type parameters and their arguments; what has a null argument, or none, is not replaced.</summary>
    public static SubstMap Of(ImmutableArray<TypeParam> typeParams, ReadOnlySpan<GoType?> typeArgs)
    {
        var n = Math.Min(typeParams.Length, typeArgs.Length);
        return new SubstMap(typeParams.AsSpan(0, n).ToArray(), typeArgs[..n].ToArray());
    }

    /// <summary>Type parameters and their arguments.</summary>
    public static SubstMap Of(ImmutableArray<TypeParam> typeParams, ImmutableArray<GoType> typeArgs) =>
        Of(typeParams, typeArgs.AsSpan());

    /// <summary>Type parameters and those that replace them.</summary>
    public static SubstMap Rename(ImmutableArray<TypeParam> typeParams, ImmutableArray<TypeParam> names)
    {
        var to = new GoType?[names.Length];
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = names[i];
        }

        return Of(typeParams, to);
    }

    /// <summary>The same map with more type parameters renamed.</summary>
    public SubstMap With(ImmutableArray<TypeParam> typeParams, ImmutableArray<TypeParam> names) =>
        new([.. from, .. typeParams], [.. to, .. names]);

    /// <summary>True if a type parameter is in the map.</summary>
    public bool Contains(TypeParam param) => Array.IndexOf(from, param) >= 0;

    /// <summary>What a type parameter is replaced by; itself if it is not.</summary>
    public GoType Lookup(TypeParam param)
    {
        // Most often the map is that of a whole list, in its order.
        var index = param.Index;
        if ((uint)index < (uint)from.Length && ReferenceEquals(from[index], param))
        {
            return to[index] ?? param;
        }

        for (var i = 0; i < from.Length; i++)
        {
            if (ReferenceEquals(from[i], param))
            {
                return to[i] ?? param;
            }
        }

        return param;
    }
}
