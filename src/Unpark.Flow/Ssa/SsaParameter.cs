using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What a function is given when it is called.</summary>
public sealed class SsaParameter : SsaValue
{
    internal SsaParameter(SsaFunction function, int index, GoType type, Var? variable)
        : base(type)
    {
        Function = function;
        Index = index;
        Variable = variable;
    }

    /// <summary>The function.</summary>
    public SsaFunction Function { get; }

    /// <summary>The place among the arguments of a call, from 0; the receiver of a method comes first.</summary>
    public int Index { get; }

    /// <summary>The variable; null for a parameter without a name.</summary>
    public Var? Variable { get; }

    /// <inheritdoc/>
    public override string ToString() => Variable is { Name: not ("" or "_") and var name } ? name : $"arg{Index}";
}
