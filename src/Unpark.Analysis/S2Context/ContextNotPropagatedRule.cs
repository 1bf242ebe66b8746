using System.Collections.Immutable;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S2Context;

/// <summary>UP207: a new context is handed on where the caller's is in scope.</summary>
internal sealed class ContextNotPropagatedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP207", "context-not-propagated", 2, RuleProfile.Strict,
        "context.Background or context.TODO is handed on where the caller's context is in scope.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!ContextScope.KnowsContexts(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File) || ContextScope.Parameter(function) is not { } context)
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (ContextScope.IsRoot(function.File, call) && function.Parents.Of(call) is CallExpr outer && outer.Args.Contains(call)
                    && !IsForLater(function, call)
                    && function.File.Scope.Innermost(call.Pos).LookupParent(context.Text, call.Pos, out _) == context.Variable)
                {
                    var file = function.File.Tree.File;
                    package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, call), function.Name,
                        $"{file.Text(call.Fun.Pos, call.Fun.End)}() is handed on although {context.Text} is in scope: what is called does not end with it",
                        [], [new Fix($"Hand on {context.Text}", true, [new TextEdit(file, call.Pos, call.End, context.Text)])]));
                }
            }
        }
    }

    // Clean-up goes on when the context is done: in a defer, behind a receive from Done, in a goroutine of its own.
    private static bool IsForLater(FlowFunction function, CallExpr call)
    {
        for (var at = function.Parents.Of(call); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is DeferStmt or GoStmt or CommClause)
            {
                return true;
            }
        }

        var search = new DoneSearch(function, call.Pos);
        search.Visit(function.Body);
        return search.Found;
    }

    private sealed class DoneSearch(FlowFunction function, int before) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitExprStmt(ExprStmt node) => Found |= node.Pos < before && DoneReceive.Of(function, node) != null;
    }
}
