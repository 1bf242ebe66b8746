using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Makes a function value of a method and its receiver, the operand.</summary>
public sealed class SsaMethodValue : SsaInstruction
{
    internal SsaMethodValue(Func method, GoType type, Node? syntax, SsaValue receiver, ImmutableArray<GoType> typeArgs)
        : base(SsaOp.MethodValue, type, syntax, receiver)
    {
        Method = method;
        TypeArgs = typeArgs;
    }

    /// <summary>The method; if it is one of an interface, which method is bound depends on the receiver.</summary>
    public Func Method { get; }

    /// <summary>The arguments of the method's own type parameters; those of its receiver are in the receiver's type.</summary>
    public ImmutableArray<GoType> TypeArgs { get; }
}
