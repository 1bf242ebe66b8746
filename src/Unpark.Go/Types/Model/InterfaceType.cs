using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>An interface type: explicit methods and embedded elements; its type set is computed on demand.</summary>
public sealed class InterfaceType : GoType
{
    private TypeSet? typeSet;

    /// <summary>Makes an interface.</summary>
    /// <param name="methods">The explicitly declared methods.</param>
    /// <param name="embeddeds">The embedded elements: interfaces, unions or any other type.</param>
    /// <param name="isImplicit">True for the interface around a constraint literal such as <c>~int</c>.</param>
    internal InterfaceType(ImmutableArray<Func> methods, ImmutableArray<GoType> embeddeds, bool isImplicit = false)
    {
        ExplicitMethods = TypeSet.Sorted(methods);
        Embeddeds = embeddeds;
        IsImplicit = isImplicit;
        if (methods.Length == 0 && embeddeds.Length == 0)
        {
            typeSet = TypeSet.All;
        }
    }

    internal InterfaceType(TypeSet typeSet)
    {
        ExplicitMethods = [];
        Embeddeds = [];
        this.typeSet = typeSet;
    }

    /// <summary>The empty interface.</summary>
    public static InterfaceType Empty { get; } = new(TypeSet.All);

    /// <summary>
    /// The explicitly declared methods, in the order of method sets: exported ones first, then by name.
    /// </summary>
    public ImmutableArray<Func> ExplicitMethods { get; }

    /// <summary>The embedded elements, in source order.</summary>
    public ImmutableArray<GoType> Embeddeds { get; }

    /// <summary>True for the interface around a constraint literal such as <c>~int</c>.</summary>
    public bool IsImplicit { get; }

    /// <summary>Methods and terms of the interface (Go specification, "Interface types").</summary>
    public TypeSet TypeSet => Volatile.Read(ref typeSet) ?? ComputeTypeSet(out _);

    /// <summary>True if every type implements the interface.</summary>
    public bool IsEmpty => TypeSet.IsAll;

    /// <inheritdoc/>
    public override GoType Underlying => this;

    /// <summary>
    /// The type set, and whether it will stay as it is: it may lack what this thread is in the middle of resolving.
    /// </summary>
    internal TypeSet TypeSetSoFar(out bool final)
    {
        final = true;
        return Volatile.Read(ref typeSet) ?? ComputeTypeSet(out final);
    }

    private TypeSet ComputeTypeSet(out bool final)
    {
        var computed = TypeSet.Compute(this, out final);
        return final ? Interlocked.CompareExchange(ref typeSet, computed, null) ?? computed : computed;
    }
}
