using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>The address of a variable declared at package level.</summary>
public sealed class SsaGlobal : SsaValue
{
    internal SsaGlobal(Var variable)
        : base(new PointerType(variable.Type))
    {
        Variable = variable;
    }

    /// <summary>The variable.</summary>
    public Var Variable { get; }

    /// <inheritdoc/>
    public override string ToString() => "&" + (Variable.Package is { } package ? package.Name + "." : "") + Variable.Name;
}
