using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>A context that code can name.</summary>
/// <param name="Text">How it is named there: <c>ctx</c>, <c>s.ctx</c>, <c>r.Context()</c>.</param>
/// <param name="Variable">The variable or field: that of the context, or of the request.</param>
/// <param name="Kind">Where it is from.</param>
internal sealed record ScopedContext(string Text, Var Variable, ScopedContextKind Kind);
