namespace Unpark.Go.Types;

/// <summary>A type parameter of a generic type, alias, function or method.</summary>
public sealed class TypeParam : GoType
{
    private static long lastId;

    private GoType? constraint;
    private InterfaceType? iface;

    /// <summary>Makes a type parameter; the name's type becomes this one.</summary>
    /// <param name="obj">The name.</param>
    /// <param name="index">The place in its list, from 0.</param>
    /// <param name="constraint">The constraint, or null if it is set later.</param>
    internal TypeParam(TypeName obj, int index, GoType? constraint = null)
    {
        Obj = obj;
        Index = index;
        this.constraint = constraint;
        Id = Interlocked.Increment(ref lastId);
        if (obj.TypeOrNull == null)
        {
            obj.SetType(this);
        }
    }

    /// <summary>The name.</summary>
    public TypeName Obj { get; }

    /// <summary>The place in its list of type parameters, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>
    /// The constraint as it was written; a type that is no interface, such as <c>~int</c>, has an implicit one around
    /// it
    /// once the constraint was asked for as an interface.
    /// </summary>
    public GoType Constraint => Volatile.Read(ref constraint) ?? ResolveConstraint();

    /// <summary>The constraint as an interface.</summary>
    public override GoType Underlying => Iface();

    /// <summary>A number that no other type parameter of the process has.</summary>
    internal long Id { get; }

    /// <summary>
    /// The constraint as an interface; a constraint that is none is wrapped into one, and one that cannot be told gives
    /// the empty interface. Source: go/types typeparam.go, iface.
    /// </summary>
    public InterfaceType Iface()
    {
        if (Volatile.Read(ref iface) is { } known)
        {
            return known;
        }

        var bound = Constraint;
        var under = bound.Underlying;
        if (under is UnknownType)
        {
            return InterfaceType.Empty; // not kept: it may be in the middle of being resolved
        }

        InterfaceType made;
        if (under is InterfaceType written)
        {
            made = AliasType.Unalias(bound) is TypeParam ? InterfaceType.Empty : written;
        }
        else
        {
            made = new InterfaceType([], [bound], isImplicit: true);
            made = Interlocked.CompareExchange(ref iface, made, null) ?? made;
            Volatile.Write(ref constraint, made);
            return made;
        }

        return Interlocked.CompareExchange(ref iface, made, null) ?? made;
    }

    /// <summary>Sets the constraint.</summary>
    internal void SetConstraint(GoType type) => Volatile.Write(ref constraint, type);

    private GoType ResolveConstraint()
    {
        Obj.Package?.Resolver?.ResolveConstraint(this);
        return Volatile.Read(ref constraint) ?? UnknownType.Instance;
    }
}
