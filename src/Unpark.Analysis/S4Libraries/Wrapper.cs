using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What was made of something with a lifecycle, and has it.</summary>
/// <param name="Call">The call that makes it.</param>
/// <param name="Variable">The variable that it is in.</param>
/// <param name="Lifecycle">What releasing it means for what it was made of.</param>
internal sealed record Wrapper(CallExpr Call, Var Variable, Lifecycle Lifecycle);
