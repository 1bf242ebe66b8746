using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>UP403: rows, statements, transactions and connections that never go back to their pool.</summary>
internal sealed class RowsNotClosedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP403", "rows-not-closed", 4, RuleProfile.Leaks,
        "Rows, a statement, a transaction or a connection is not given back on a path: the pool runs dry.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        LifecycleCheck.Check(Rule, package);
        if (package.Options.Profile < RuleProfile.Strict)
        {
            return;
        }

        foreach (var made in package.Lifecycles.Calls)
        {
            if (made.Lifecycle is { Rule: "UP403", Drained: "Next" } && !PackageContext.IsTest(made.Function.File))
            {
                CheckError(package, made);
            }
        }
    }

    // for rows.Next() ends where there are no more rows, and where reading them failed.
    private void CheckError(PackageContext package, LifecycleCall made)
    {
        var (function, call, lifecycle, _) = made;
        if (ResultUse.Of(function, call, 0).ToVariable(function, call) is not { } acquisition
            || function.Locals.Of(acquisition.Variable)?.Function != function)
        {
            return;
        }

        var uses = new IdentSearch(function.File, acquisition.Variable);
        uses.Visit(function.Body);
        Ident? next = null;
        foreach (var use in uses.Found)
        {
            if (function.Parents.Of(use) is SelectorExpr { Sel.Name: var name } selector)
            {
                if (name == "Err")
                {
                    return;
                }

                if (name == "Next" && function.Parents.Of(selector) is CallExpr asked && IsLoopCondition(function, asked))
                {
                    next = use;
                }
            }

            if (!LifecycleUses.IsReleased(function, use, lifecycle)
                && package.Lifecycles.Uses.Of(function, use, lifecycle) == UseEffect.Discharges)
            {
                return;
            }
        }

        if (next != null)
        {
            var file = function.File.Tree.File;
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, next), function.Name,
                $"{acquisition.Name.Name}.Err is not asked behind the loop: a result that breaks off looks complete",
                [new RelatedPlace(SourceSpan.Of(file, call), $"{acquisition.Name.Name} made here")], [])
            {
                Profile = RuleProfile.Strict,
            });
        }
    }

    private static bool IsLoopCondition(FlowFunction function, CallExpr call) =>
        function.Parents.Of(call) is ForStmt loop && loop.Cond == call;
}
