using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Unpark.Go.Types;

/// <summary>
/// A declared type, or an instance of a generic one. A declared type is identical to itself only; instances are
/// identical if they are of the same generic type with identical type arguments. What the declaration says is resolved
/// on demand; an instance substitutes its type arguments when it is asked.
/// </summary>
public sealed class NamedType : GoType
{
    private const int MaxLinear = 8;

    private readonly bool generic;
    private GoType? rhs;
    private GoType? underlying;
    private TypeParam[]? typeParams;
    private Func?[] methods = [];
    private int methodCount;
    private Dictionary<string, int>? methodTable;
    private InstanceTable? instances;

    /// <summary>A declared type, of which nothing else is known yet; the name's type becomes this one.</summary>
    /// <param name="obj">The name.</param>
    /// <param name="generic">Whether the declaration has type parameters.</param>
    internal NamedType(TypeName obj, bool generic = false)
    {
        Obj = obj;
        Origin = this;
        TypeArgs = [];
        this.generic = generic;
        if (obj.TypeOrNull == null)
        {
            obj.SetType(this);
        }
    }

    /// <summary>An instance; made by <see cref="Instantiation"/> only.</summary>
    internal NamedType(NamedType origin, ImmutableArray<GoType> typeArgs)
    {
        Obj = origin.Obj;
        Origin = origin;
        TypeArgs = typeArgs;
    }

    /// <summary>The name; of an instance that of the generic type.</summary>
    public TypeName Obj { get; }

    /// <summary>The generic type of which this one is an instance; otherwise itself.</summary>
    public NamedType Origin { get; }

    /// <summary>The type arguments of an instance; otherwise empty.</summary>
    public ImmutableArray<GoType> TypeArgs { get; }

    /// <summary>True for an instance of a generic type.</summary>
    public bool IsInstance => TypeArgs.Length != 0;

    /// <summary>True for a generic type that is not instantiated; nothing is resolved to tell.</summary>
    public bool IsGeneric => generic && TypeArgs.Length == 0;

    /// <summary>The type parameters of the declaration; of an instance those of its generic type.</summary>
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
                Obj.Package?.Resolver?.ResolveTypeParams(this);
                known = Volatile.Read(ref typeParams) ?? [];
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(known);
        }
    }

    /// <summary>
    /// How many methods are declared on the type; those of embedded fields and of interfaces do not count.
    /// </summary>
    public int MethodCount => Origin.methodCount;

    /// <summary>
    /// The type that the declaration defines this one with, such as <c>B</c> in <c>type A B</c>;
    /// <see cref="UnknownType"/> where it cannot be told.
    /// </summary>
    public GoType Rhs => RhsOrNull() ?? UnknownType.Instance;

    /// <inheritdoc/>
    public override GoType Underlying => Volatile.Read(ref underlying) ?? ResolveUnderlying();

    /// <summary>True once the underlying type is known; until then it may be given as unknown.</summary>
    internal bool IsResolved => Volatile.Read(ref underlying) != null;

    /// <summary>
    /// True once it is known what the declaration defines the type with; nothing is resolved to tell.
    /// </summary>
    internal bool HasRhs => Volatile.Read(ref rhs) != null;

    /// <summary>True once it is known that the type does not contain itself.</summary>
    internal bool IsKnownFinite { get; set; }

    /// <summary>The instances of this generic type.</summary>
    internal InstanceTable Instances =>
        instances ?? Interlocked.CompareExchange(ref instances, new InstanceTable(), null) ?? instances;

    /// <summary>A declared method; of an instance the copy with the type arguments in place. O(1).</summary>
    /// <param name="index">From 0 to <see cref="MethodCount"/> - 1, in the order of their declarations.</param>
    public Func Method(int index)
    {
        if (!IsInstance)
        {
            return methods[index]!;
        }

        var expanded = Volatile.Read(ref methods);
        if (expanded.Length == 0)
        {
            Interlocked.CompareExchange(ref methods, new Func?[Origin.methodCount], expanded);
            expanded = Volatile.Read(ref methods);
        }

        if (Volatile.Read(ref expanded[index]) is { } known)
        {
            return known;
        }

        var origin = Origin.methods[index]!;
        if (origin.Type is not Signature signature)
        {
            return origin; // not kept: this thread may be in the middle of resolving it
        }

        var method = origin.WithSignature(Instantiation.ExpandMethod(this, origin, signature));
        return Interlocked.CompareExchange(ref expanded[index], method, null) ?? method;
    }

    /// <summary>The place of the declared method with a name, or -1.</summary>
    internal int MethodIndex(string name)
    {
        if (IsInstance)
        {
            return Origin.MethodIndex(name);
        }

        if (methodCount > MaxLinear)
        {
            var table = Volatile.Read(ref methodTable) ?? MakeMethodTable();
            return table.TryGetValue(name, out var index) ? index : -1;
        }

        for (var i = 0; i < methodCount; i++)
        {
            if (methods[i]!.Name == name)
            {
                return name == "_" ? -1 : i;
            }
        }

        return -1;
    }

    /// <summary>The declared method a selector with this name means in a package, and its place; or null.</summary>
    internal Func? LookupMethod(Package? package, string name, out int index)
    {
        index = MethodIndex(name);
        if (index >= 0 && (ReferenceEquals(Obj.Package, package) || Names.SamePackage(Obj.Package, package)
            || Names.IsExported(name)))
        {
            return Method(index);
        }

        index = -1;
        return null;
    }

    /// <summary>
    /// Adds a method to a declared type, unless it has one of that name. To be called before other threads can see the
    /// type.
    /// </summary>
    internal void AddMethod(Func method)
    {
        if (MethodIndex(method.Name) >= 0)
        {
            return;
        }

        if (methodCount == methods.Length)
        {
            Array.Resize(ref methods, methodCount == 0 ? 2 : methodCount * 2);
        }

        methods[methodCount++] = method;
        methodTable = null;
    }

    /// <summary>Sets what the declaration defines the type with; the underlying type follows from it.</summary>
    internal void SetRhs(GoType type) => Volatile.Write(ref rhs, type);

    /// <summary>Sets the underlying type, which must not be a named type or an alias.</summary>
    internal void SetUnderlying(GoType type)
    {
        Volatile.Write(ref rhs, type);
        Volatile.Write(ref underlying, type);
    }

    /// <summary>Makes unknown what could not be resolved.</summary>
    internal void SetUnknownIfUnset()
    {
        if (generic)
        {
            Interlocked.CompareExchange(ref typeParams, [], null);
        }

        Interlocked.CompareExchange(ref rhs, UnknownType.Instance, null);
    }

    /// <summary>Sets the type parameters of a declared type.</summary>
    internal void SetTypeParams(ImmutableArray<TypeParam> list) =>
        Volatile.Write(ref typeParams, ImmutableCollectionsMarshal.AsArray(list));

    private Dictionary<string, int> MakeMethodTable()
    {
        var table = new Dictionary<string, int>(methodCount);
        for (var i = 0; i < methodCount; i++)
        {
            if (methods[i]!.Name != "_")
            {
                table.TryAdd(methods[i]!.Name, i);
            }
        }

        Volatile.Write(ref methodTable, table);
        return table;
    }

    // Null while the right-hand side of the declaration is being resolved by this very thread.
    internal GoType? RhsOrNull()
    {
        if (Volatile.Read(ref rhs) is { } known)
        {
            return known;
        }

        if (!IsInstance)
        {
            Obj.Package?.Resolver?.ResolveUnderlying(this);
            return Volatile.Read(ref rhs);
        }

        var expanded = Instantiation.ExpandRhs(this);
        return expanded == null ? null : Interlocked.CompareExchange(ref rhs, expanded, null) ?? expanded;
    }

    // Source: go/types named.go, resolveUnderlying. A cycle of names alone, which is invalid, ends as unknown.
    private GoType ResolveUnderlying()
    {
        const int MaxLength = 10_000;

        GoType? type = this;
        for (var length = 0; length < MaxLength; length++)
        {
            switch (type)
            {
                case AliasType alias:
                    type = alias.ActualOrNull();
                    continue;
                case NamedType named:
                    if (Volatile.Read(ref named.underlying) is { } known)
                    {
                        type = known;
                        break;
                    }

                    type = named.RhsOrNull();
                    if (ReferenceEquals(type, this))
                    {
                        return UnknownType.Instance;
                    }

                    continue;
                case TypeParam:
                    // Not valid as what a type is defined with.
                    type = UnknownType.Instance;
                    break;
            }

            if (type == null)
            {
                return UnknownType.Instance;
            }

            return Interlocked.CompareExchange(ref underlying, type, null) ?? type;
        }

        return UnknownType.Instance;
    }
}
