using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>An interface type: explicit methods and embedded elements; its type set is computed on demand.</summary>
public sealed class InterfaceType : GoType
{
    private TypeSet? typeSet;

    /// <summary>Makes an interface.</summary>
    /// <param name="methods">The explicitly declared methods, in source order.</param>
    /// <param name="embeddeds">The embedded elements: interfaces, unions or any other type.</param>
    /// <param name="isImplicit">True for the interface around a constraint literal such as <c>~int</c>.</param>
    public InterfaceType(ImmutableArray<Func> methods, ImmutableArray<GoType> embeddeds, bool isImplicit = false)
    {
        ExplicitMethods = methods;
        Embeddeds = embeddeds;
        IsImplicit = isImplicit;
    }

    /// <summary>The explicitly declared methods, in source order.</summary>
    public ImmutableArray<Func> ExplicitMethods { get; }

    /// <summary>The embedded elements, in source order.</summary>
    public ImmutableArray<GoType> Embeddeds { get; }

    /// <summary>True for the interface around a constraint literal such as <c>~int</c>.</summary>
    public bool IsImplicit { get; }

    /// <summary>Methods and terms of the interface (Go specification, "Interface types").</summary>
    public TypeSet TypeSet => typeSet ?? Interlocked.CompareExchange(ref typeSet, TypeSet.Compute(this), null) ?? typeSet;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
