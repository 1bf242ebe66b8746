using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>
/// Finds a goroutine that cancels a context when others are done and does not listen to that context itself: the cancel
/// function that its starter returns does not end it.
/// </summary>
internal static class MergedContext
{
    /// <summary>Looks at a goroutine that is a function literal.</summary>
    public static void Check(IgnoredContextRule rule, PackageContext package, FlowFunction function, GoStmt go)
    {
        if (Callees.Unparen(go.Call.Fun) is not FuncLit literal || package.Flow.FunctionOf(literal) is not { } goroutine
            || goroutine.Body.List is not [var first, ..] || !goroutine.LoopStatements.IsEmpty)
        {
            return;
        }

        var waited = new List<DoneReceive>();
        if (first is SelectStmt select)
        {
            foreach (var statement in select.Body.List)
            {
                if (statement is not CommClause { Comm: not null } clause || DoneReceive.Of(goroutine, clause.Comm) is not { } done)
                {
                    return;
                }

                waited.Add(done);
            }
        }
        else if (DoneReceive.Of(goroutine, first) is { } done)
        {
            waited.Add(done);
        }

        if (waited.Count == 0 || CancelledBy(function, goroutine) is not var (context, cancel)
            || waited.Exists(d => Callees.Unparen(d.Context) is Ident name && function.File.UseOf(name) == context))
        {
            return;
        }

        var file = function.File.Tree.File;
        var texts = waited.ConvertAll(d => file.Text(d.Context.Pos, d.Context.End));
        package.Report(new Finding(rule.Rule, Confidence.Likely,
            first is SelectStmt head ? new SourceSpan(file, head.Select, head.Select + "select".Length) : SourceSpan.Of(file, first),
            function.Name, $"this goroutine waits for {string.Join(" and ", texts)} only: calling the returned {cancel.Name} does not end it",
            [new RelatedPlace(new SourceSpan(file, go.Go, literal.Type.End), "the goroutine is started here")],
            Fixes(function, first, context)));
    }

    // ctx, cancel := context.WithCancel(...), where the function returns cancel and the goroutine calls it.
    private static (Var Context, Var Cancel)? CancelledBy(FlowFunction function, FlowFunction goroutine)
    {
        foreach (var call in function.Calls)
        {
            var name = Callees.NameOf(call)?.Name;
            if (name is not ("WithCancel" or "WithCancelCause" or "WithTimeout" or "WithDeadline")
                || !Callees.IsPackageFunction(function.File, call, "context", name)
                || ResultUse.Of(function, call, 0).ToVariable(function, call) is not { Variable: var context }
                || ResultUse.Of(function, call, 1).ToVariable(function, call) is not { Variable: var cancel })
            {
                continue;
            }

            if (goroutine.Calls.Any(c => Callees.NameOf(c) is { } called && goroutine.File.UseOf(called) == cancel)
                && Returned.By(function, cancel))
            {
                return (context, cancel);
            }
        }

        return null;
    }

    private static ImmutableArray<Fix> Fixes(FlowFunction function, Stmt first, Var context)
    {
        var file = function.File.Tree.File;
        if (first is SelectStmt select)
        {
            return SourceEdits.IsFirstOnLine(file, select.Body.Rbrace)
                ?
                [
                    new Fix($"Wait for {context.Name} too", true,
                        [SourceEdits.InsertBefore(file, select.Body.Rbrace, $"case <-{context.Name}.Done():")]),
                ]
                : [];
        }

        var indent = SourceEdits.IndentAt(file, first.Pos);
        return SourceEdits.IsFirstOnLine(file, first.Pos) && first is ExprStmt
            ?
            [
                new Fix($"Wait for {context.Name} too", true,
                [
                    new TextEdit(file, first.Pos, first.End, $"select {{\n{indent}case {file.Text(first.Pos, first.End)}:\n"
                        + $"{indent}case <-{context.Name}.Done():\n{indent}}}"),
                ]),
            ]
            : [];
    }

    private sealed class Returned(TypedFile file, Var variable) : SyntaxVisitor
    {
        private bool found;

        public static bool By(FlowFunction function, Var variable)
        {
            var search = new Returned(function.File, variable);
            search.Visit(function.Body);
            return search.found;
        }

        public override void VisitReturnStmt(ReturnStmt node)
        {
            foreach (var result in node.Results)
            {
                found |= Callees.Unparen(result) is Ident name && file.UseOf(name) == variable;
            }
        }

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }
}
