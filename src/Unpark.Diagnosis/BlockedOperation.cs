using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>An operation that goroutines are blocked in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Node">Its syntax.</param>
/// <param name="Subject">What it waits at: the channel, the lock, the group; null of a select and a call.</param>
/// <param name="Variable">The variable or field that holds it; null if that has no name.</param>
internal sealed record BlockedOperation(BlockingKind Kind, Node Node, Expr? Subject, Var? Variable);
