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
internal sealed record Acquisition(FlowFunction Function, CallExpr Call, Stmt Statement, Ident Name, Var Variable);
