using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Unpark.Go.Types;

/// <summary>
/// An alias as it was written, or an instance of a generic alias. It is identical to the type it stands for; it is kept
/// so that types can be shown as the source has them.
/// </summary>
public sealed class AliasType : GoType
{
    private readonly bool generic;
    private GoType? rhs;
    private GoType? actual;
    private TypeParam[]? typeParams;

    /// <summary>A declared alias; the name's type becomes this one.</summary>
    /// <param name="obj">The name.</param>
    /// <param name="rhs">The type it stands for, or null if that is resolved later.</param>
    /// <param name="generic">Whether the declaration has type parameters.</param>
    internal AliasType(TypeName obj, GoType? rhs, bool generic = false)
    {
        Obj = obj;
        Origin = this;
        TypeArgs = [];
        this.rhs = rhs;
        this.generic = generic;
        if (obj.TypeOrNull == null)
        {
            obj.SetType(this);
        }
    }

    /// <summary>An instance; made by <see cref="Instantiation"/> only.</summary>
    internal AliasType(AliasType origin, ImmutableArray<GoType> typeArgs)
    {
        Obj = origin.Obj;
        Origin = origin;
        TypeArgs = typeArgs;
    }

    /// <summary>The name; of an instance that of the generic alias.</summary>
    public TypeName Obj { get; }

    /// <summary>The generic alias of which this one is an instance; otherwise itself.</summary>
    public AliasType Origin { get; }

    /// <summary>The type arguments of an instance; otherwise empty.</summary>
    public ImmutableArray<GoType> TypeArgs { get; }

    /// <summary>True for an instance of a generic alias.</summary>
    public bool IsInstance => TypeArgs.Length != 0;

    /// <summary>True for a generic alias that is not instantiated; nothing is resolved to tell.</summary>
    public bool IsGeneric => generic && TypeArgs.Length == 0;

    /// <summary>The type parameters of the declaration; of an instance those of its generic alias.</summary>
    public ImmutableArray<TypeParam> TypeParams
    {
        get
        {
            if (IsInstance)
            {
                return Origin.TypeParams;
            }

            if (!generic)
            {
                return [];
            }

            var known = Volatile.Read(ref typeParams);
            if (known == null)
            {
                Obj.Package?.Resolver?.ResolveAlias(this);
                known = Volatile.Read(ref typeParams) ?? [];
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(known);
        }
    }

    /// <summary>The type on the right-hand side of the declaration, which may be an alias again.</summary>
    public GoType Rhs => RhsOrNull() ?? UnknownType.Instance;

    /// <summary>The type the alias stands for in the end; never an alias.</summary>
    public GoType Actual => Volatile.Read(ref actual) ?? ActualOrNull() ?? UnknownType.Instance;

    /// <inheritdoc/>
    public override GoType Underlying => Actual.Underlying;

    /// <summary>What an alias stands for in the end; any other type itself.</summary>
    public static GoType Unalias(GoType type) => type is AliasType alias ? alias.Actual : type;

    /// <summary>Sets the right-hand side.</summary>
    internal void SetRhs(GoType type) => Volatile.Write(ref rhs, type);

    /// <summary>Makes unknown what could not be resolved.</summary>
    internal void SetUnknownIfUnset()
    {
        if (generic)
        {
            Interlocked.CompareExchange(ref typeParams, [], null);
        }

        Interlocked.CompareExchange(ref rhs, UnknownType.Instance, null);
    }

    /// <summary>Sets the type parameters of a declared alias.</summary>
    internal void SetTypeParams(ImmutableArray<TypeParam> list) =>
        Volatile.Write(ref typeParams, ImmutableCollectionsMarshal.AsArray(list));

    /// <summary>What the alias stands for; null while that is being resolved by this very thread.</summary>
    internal GoType? ActualOrNull()
    {
        const int MaxLength = 10_000;

        if (Volatile.Read(ref actual) is { } known)
        {
            return known;
        }

        GoType? type = this;
        for (var length = 0; type is AliasType alias; length++)
        {
            type = length < MaxLength ? alias.RhsOrNull() : UnknownType.Instance;
            if (ReferenceEquals(type, this))
            {
                return UnknownType.Instance;
            }
        }

        return type == null ? null : Interlocked.CompareExchange(ref actual, type, null) ?? type;
    }

    internal GoType? RhsOrNull()
    {
        if (Volatile.Read(ref rhs) is { } known)
        {
            return known;
        }

        if (!IsInstance)
        {
            Obj.Package?.Resolver?.ResolveAlias(this);
            return Volatile.Read(ref rhs);
        }

        var expanded = Instantiation.ExpandRhs(this);
        return expanded == null ? null : Interlocked.CompareExchange(ref rhs, expanded, null) ?? expanded;
    }
}
