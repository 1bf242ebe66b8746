using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>UP805: a recover that tells nobody what happened.</summary>
internal sealed class RecoverSwallowsRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP805", "recover-swallows", 8, RuleProfile.Strict,
        "A recover drops what the panic said, and the program goes on as if nothing had happened.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                // What is deferred directly recovers nothing.
                if (Recovers.Is(function.File, call) && (function.Object != null || Recovers.DeferOf(function) != null)
                    && IsDropped(function, call))
                {
                    package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
                        "the recovered value is dropped: the panic leaves no trace, and what it interrupted stays half done", [], []));
                }
            }
        }
    }

    private static bool IsDropped(FlowFunction function, CallExpr call)
    {
        switch (function.Parents.Of(call))
        {
            case ExprStmt:
                return IsAlone(function, call);
            case AssignStmt { Lhs: [Ident { IsBlank: true }] }:
                return IsAlone(function, call);
            case AssignStmt { Lhs: [Ident name] } assign when function.File.ObjectOf(name) is Var value
                && function.Parents.Of(assign) is IfStmt { Else: null } branch && branch.Init == assign:
                return DoesNothing(branch.Body) && !NodeSearch.Names(function.File, branch.Body, value);
            case BinaryExpr when function.Parents.StatementOf(call) is IfStmt { Else: null } branch:
                return DoesNothing(branch.Body);
            default:
                return false;
        }
    }

    // What else the deferred function does may be how the panic is noticed: an error that is set, a counter.
    private static bool IsAlone(FlowFunction function, CallExpr call) => !NodeSearch.Any(function.Body, n => n is AssignStmt { Rhs: [var value] } assign
        ? value != call && assign.Lhs.Any(l => l is not Ident { IsBlank: true })
        : n is SendStmt or IncDecStmt || (n is CallExpr other && other != call
            && Callees.NameOf(other)?.Name is not ("Done" or "Unlock" or "RUnlock" or "close" or "Close")),
        literals: false);

    private static bool DoesNothing(BlockStmt body) => body.List.All(s => s is EmptyStmt or ReturnStmt { Results.IsEmpty: true });
}
