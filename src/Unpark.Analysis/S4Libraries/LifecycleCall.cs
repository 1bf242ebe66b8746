using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S4Libraries;

/// <summary>A call that gives something with a lifecycle.</summary>
/// <param name="Function">The function it is in.</param>
/// <param name="Call">The call.</param>
/// <param name="Lifecycle">The lifecycle.</param>
/// <param name="Confidence">How sure a finding about it may be.</param>
internal sealed record LifecycleCall(FlowFunction Function, CallExpr Call, Lifecycle Lifecycle, Confidence Confidence);
