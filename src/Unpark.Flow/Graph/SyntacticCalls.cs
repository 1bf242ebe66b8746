using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>
/// What the syntax alone tells of calls, taking the names <c>panic</c>, <c>recover</c>, <c>os</c>, <c>log</c> and
/// <c>runtime</c> to mean what they mean in nearly every file.
/// </summary>
public sealed class SyntacticCalls : ICallOracle
{
    private SyntacticCalls()
    {
    }

    /// <summary>The only instance.</summary>
    public static SyntacticCalls Instance { get; } = new();

    /// <inheritdoc/>
    public CallEnding EndingOf(CallExpr call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Fun switch
        {
            Ident { Name: "panic" } => CallEnding.Panics,
            SelectorExpr { X: Ident { Name: var package }, Sel.Name: var name } =>
                NeverReturning.EndingOf(package, name),
            _ => CallEnding.Returns,
        };
    }

    /// <inheritdoc/>
    public bool IsEndless(RangeStmt loop) => false;

    /// <inheritdoc/>
    public bool Recovers(DeferStmt defer)
    {
        ArgumentNullException.ThrowIfNull(defer);
        return defer.Call.Fun is FuncLit literal && RecoverFinder.CallsRecover(literal.Body, SyntacticIsRecover);
    }

    private static bool SyntacticIsRecover(Ident ident) => true;
}
