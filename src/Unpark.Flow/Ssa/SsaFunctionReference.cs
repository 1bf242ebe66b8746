using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A declared function or method as a value.</summary>
public sealed class SsaFunctionReference : SsaValue
{
    internal SsaFunctionReference(Func function, GoType type, ImmutableArray<GoType> typeArgs = default)
        : base(type)
    {
        Function = function;
        TypeArgs = typeArgs.IsDefault ? [] : typeArgs;
    }

    /// <summary>
    /// The function, a copy if it is instantiated (see <see cref="Func.Origin"/>). A method takes its receiver as the first
    /// argument; if it is one of an interface, which method is called depends on that argument.
    /// </summary>
    public Func Function { get; }

    /// <summary>The type arguments of a generic function; of a method those of its own, as its receiver's are in the type of that.</summary>
    public ImmutableArray<GoType> TypeArgs { get; }

    /// <summary>True for a method of an interface.</summary>
    public bool IsInterfaceMethod =>
        Function.Signature.Recv is { } recv && GoTypes.Deref(recv.Type).Underlying is InterfaceType;

    /// <inheritdoc/>
    public override string ToString() => Function.FullName;
}
