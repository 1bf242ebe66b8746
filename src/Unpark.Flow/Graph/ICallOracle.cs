using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>What building a control-flow graph must know of calls.</summary>
public interface ICallOracle
{
    /// <summary>How a call ends.</summary>
    CallEnding EndingOf(CallExpr call);

    /// <summary>True if the loop never runs out of values: over the channel of a ticker, which nothing closes.</summary>
    bool IsEndless(RangeStmt loop);

    /// <summary>True if the deferred call stops a panic: it calls <c>recover</c>.</summary>
    bool Recovers(DeferStmt defer);
}
