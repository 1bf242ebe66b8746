using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Makes a function value of a method and its receiver, the operand.</summary>
public sealed class SsaMethodValue : SsaInstruction
{
    internal SsaMethodValue(Func method, GoType type, Node? syntax, SsaValue receiver)
        : base(SsaOp.MethodValue, type, syntax, receiver)
    {
        Method = method;
    }

    /// <summary>The method; if it is one of an interface, which method is bound depends on the receiver.</summary>
    public Func Method { get; }
}
