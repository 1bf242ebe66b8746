using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>A call whose result must be released, kept in a local variable.</summary>
/// <param name="Function">The function.</param>
/// <param name="Call">The call.</param>
/// <param name="Statement">The statement that assigns the result: an assignment or a declaration.</param>
/// <param name="Name">The variable's name there.</param>
/// <param name="Variable">The variable.</param>
internal sealed record Acquisition(FlowFunction Function, CallExpr Call, Stmt Statement, Ident Name, Var Variable)
{
    /// <summary>Variables with objects that have been given what the call gave, and that hand it on with themselves.</summary>
    public ImmutableArray<Var> Holders { get; init; } = [];

    /// <summary>True if an identifier names the variable or an object that holds what is in it.</summary>
    public bool IsNamedBy(Ident name)
    {
        if (name.Name == Variable.Name && Function.File.UseOf(name) == Variable)
        {
            return true;
        }

        foreach (var holder in Holders)
        {
            if (name.Name == holder.Name && Function.File.UseOf(name) == holder)
            {
                return true;
            }
        }

        return false;
    }
}
