using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Something that a goroutine waits for, or that is done to what one waits for.</summary>
/// <param name="Kind">What is waited for or done.</param>
/// <param name="Key">The field, variable or parameter it is done with.</param>
/// <param name="File">The file.</param>
/// <param name="Node">Where it is done.</param>
/// <param name="Text">What stands there.</param>
internal sealed record LifecycleSignal(SignalKind Kind, Var Key, TypedFile File, Node Node, string Text);
