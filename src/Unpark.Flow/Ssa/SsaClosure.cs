using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Makes a function value of a function literal, binding the variables it captures.</summary>
public sealed class SsaClosure : SsaInstruction
{
    internal SsaClosure(FlowFunction function, GoType type, Node? syntax, SsaValue[] captured)
        : base(SsaOp.Closure, type, syntax, captured)
    {
        Function = function;
    }

    /// <summary>The function literal; its <see cref="FlowFunction.Ssa"/> has a free variable for each operand.</summary>
    public FlowFunction Function { get; }
}
