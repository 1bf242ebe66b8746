using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>A place where a receiver gives up while a goroutine may still have something to send.</summary>
/// <param name="Place">The return statement, the body of a function that ends, the close, or the wait.</param>
/// <param name="Kind">What happens there.</param>
/// <param name="State">What was sent and received on the path.</param>
/// <param name="Alternative">The clause of a select that was chosen instead of receiving, or null.</param>
internal sealed record DrainLeak(Node Place, DrainLeakKind Kind, Drain State, CommClause? Alternative);
