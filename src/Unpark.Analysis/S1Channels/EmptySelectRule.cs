using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP108: a select without cases outside of what is meant to live as long as the process.</summary>
internal sealed class EmptySelectRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP108", "empty-select", 1, RuleProfile.Leaks,
        "A select without cases parks a goroutine for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            if (!PackageContext.IsTest(function.File))
            {
                foreach (var select in function.Selects)
                {
                    if (select.Body.List.IsEmpty)
                    {
                        Check(package, function, select);
                    }
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, SelectStmt select)
    {
        var file = function.File.Tree.File;
        if (function.Syntax is FuncLit && LiteralRuns.Of(function) is { Run: LiteralRun.Started, Place: var start })
        {
            var at = ChannelText.Line(file, start.Pos);
            Report($"this goroutine, started at line {at}, never ends: a select without cases waits for ever");
        }
        else if (function.Graph.Exit.IsLive && !ChannelText.IsForTheProcess(function)
            && package.Package.Package.Name != "main" && IsUnderCondition(function, select) && !IsMeant(function, select))
        {
            Report("whoever comes here never returns: a select without cases waits for ever");
        }

        void Report(string message) => package.Report(new Finding(Rule, Confidence.Likely,
            SourceSpan.Of(file, select), function.Name, message, [], []));
    }

    // The function returns on other ways, so it is not there to wait for ever.
    private static bool IsUnderCondition(FlowFunction function, SelectStmt node)
    {
        for (var at = function.Parents.Of(node); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is CommClause or CaseClause or IfStmt)
            {
                return true;
            }
        }

        return false;
    }

    // A mode of the whole process, which a variable of the package asks for; or it waits for a panic that was just started.
    private static bool IsMeant(FlowFunction function, SelectStmt node)
    {
        var above = function.Parents.Of(node) switch
        {
            BlockStmt block => block.List,
            CaseClause clause => clause.Body,
            CommClause clause => clause.Body,
            _ => [],
        };
        if (above.IndexOf(node) is > 0 and var index && above[index - 1] is GoStmt { Call: var call } && Callees.NameOf(call)?.Name == "panic")
        {
            return true;
        }

        for (var at = function.Parents.Of(node); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is IfStmt { Cond: var condition }
                && NodeSearch.Any(condition, n => n is Ident name && function.File.UseOf(name) is Var { Kind: VarKind.Package, Type.Underlying: BasicType }))
            {
                return true;
            }
        }

        return false;
    }
}
