namespace Unpark.Go.Types;

/// <summary>
/// A Go type. Types are compared with <see cref="TypeRelations.Identical(GoType, GoType)"/>, not by reference; only
/// declared types
/// (<see cref="NamedType"/>, not instantiated) and type parameters are identical just when they are the same object.
/// Types are safe to use from many threads: what they resolve on demand, they resolve once.
/// </summary>
public abstract class GoType
{
    /// <summary>
    /// The underlying type (Go specification, "Underlying types"). Of a type parameter its constraint interface.
    /// Never a <see cref="NamedType"/> or <see cref="AliasType"/>.
    /// </summary>
    public abstract GoType Underlying { get; }

    /// <summary>The type as go/types prints it, with full import paths.</summary>
    public sealed override string ToString() => TypeWriter.Write(this, null);
}
