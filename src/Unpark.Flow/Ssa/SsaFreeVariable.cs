using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// A variable of an enclosing function that a function literal uses. One that never changes after its declaration, and
/// whose address nobody takes, is captured as its value; any other as its address.
/// </summary>
public sealed class SsaFreeVariable : SsaValue
{
    internal SsaFreeVariable(SsaFunction function, int index, Var variable, bool byReference)
        : base(byReference ? new PointerType(variable.Type) : variable.Type)
    {
        Function = function;
        Index = index;
        Variable = variable;
        IsByReference = byReference;
    }

    /// <summary>The function literal.</summary>
    public SsaFunction Function { get; }

    /// <summary>The place among <see cref="SsaFunction.FreeVariables"/> and the operands of the closure.</summary>
    public int Index { get; }

    /// <summary>The variable.</summary>
    public Var Variable { get; }

    /// <summary>True if this is the variable's address, false if it is its value.</summary>
    public bool IsByReference { get; }

    /// <inheritdoc/>
    public override string ToString() => (IsByReference ? "&" : "") + Variable.Name;
}
