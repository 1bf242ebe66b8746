using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S3Loops;

/// <summary>A way round a loop on which nothing waits.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Default">The default clause it passes, or null.</param>
/// <param name="Conditions">The conditions on the way, in the order of the blocks.</param>
internal sealed record Spin(FunctionLoop Loop, CommClause? Default, IReadOnlyList<Expr> Conditions);
