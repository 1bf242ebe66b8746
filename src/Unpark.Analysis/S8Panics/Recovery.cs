using Unpark.Go.Syntax;

namespace Unpark.Analysis.S8Panics;

/// <summary>Who recovers the panics of a function.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Place">Where that is seen.</param>
/// <param name="Defer">The function's own deferred call that recovers, or null.</param>
internal sealed record Recovery(string Reason, SourceSpan Place, DeferStmt? Defer);
