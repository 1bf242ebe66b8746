using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>How one local variable is used.</summary>
public sealed class LocalVariable
{
    internal LocalVariable(Var variable)
    {
        Variable = variable;
    }

    /// <summary>The variable.</summary>
    public Var Variable { get; }

    /// <summary>The function that declares it; null until its declaration is seen.</summary>
    public FlowFunction? Function { get; internal set; }

    /// <summary>How often it is given a value, its declaration with a value or as a parameter included.</summary>
    public int Assignments { get; internal set; }

    /// <summary>The value its declaration gives it, if that is an expression of its own; otherwise null.</summary>
    public Expr? Initializer { get; internal set; }

    /// <summary>True if its address is taken explicitly.</summary>
    public bool IsAddressTaken { get; internal set; }

    /// <summary>True if a function literal assigns it that does not declare it.</summary>
    public bool IsAssignedInLiteral { get; internal set; }

    /// <summary>True if nothing but the statements of the declaring function can change it.</summary>
    public bool IsPrivate => !IsAddressTaken && !IsAssignedInLiteral;

    /// <summary>The value the variable always has: that of its declaration, if it is never changed; otherwise null.</summary>
    public Expr? OnlyValue => Assignments == 1 && IsPrivate ? Initializer : null;
}
