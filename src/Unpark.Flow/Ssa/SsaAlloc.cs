using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Makes a variable, a new one each time it is executed. Local variables that nothing but loads and stores of the whole
/// refer to are no longer there: they are lifted to values.
/// </summary>
public sealed class SsaAlloc : SsaInstruction
{
    internal SsaAlloc(GoType elem, Var? variable, Node? syntax)
        : base(SsaOp.Alloc, new PointerType(elem), syntax)
    {
        Elem = elem;
        Variable = variable;
    }

    /// <summary>The type of the variable.</summary>
    public GoType Elem { get; }

    /// <summary>The declared variable; null for what <c>new</c> or a composite literal makes.</summary>
    public Var? Variable { get; }

    /// <summary>True for a variable that has to stay one: a result of a function that recovers.</summary>
    internal bool IsPinned { get; set; }
}
