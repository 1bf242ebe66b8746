using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP202: a goroutine that never ends although there is a context to listen to.</summary>
internal sealed class IgnoredContextRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP202", "goroutine-ignores-context", 2, RuleProfile.Leaks,
        "A goroutine blocks or loops for ever without listening to the context it could listen to.");

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
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var loop in EndlessLoops.In(function))
            {
                CheckLoop(package, function, loop);
            }

            foreach (var go in function.Goroutines)
            {
                MergedContext.Check(this, package, function, go);
                AbandonedWaiter.Check(this, package, function, go);
            }
        }
    }

    private void CheckLoop(PackageContext package, FlowFunction function, FunctionLoop loop)
    {
        if (EndlessLoops.WaitingSelect(loop) != null || EndlessLoops.Pause(loop) != null || EndlessLoops.ListensToContext(loop)
            || ContextScope.At(function, loop.Syntax.Pos) is not { } context || Lifetimes.IsForTheProcess(function)
            || !RunsAsGoroutine(function, context) || IsSpin(loop))
        {
            return;
        }

        var file = function.File.Tree.File;
        var head = new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd);
        var starts = package.Flow.Goroutines.Of(function);
        ImmutableArray<RelatedPlace> related = starts is [{ } start, ..]
            ? [new RelatedPlace(SourceSpan.Of(start.Starter.File.Tree.File, StartOf(start.Place)), "the goroutine is started here")]
            : [];
        package.Report(new Finding(Rule, Confidence.Likely, head, function.Name,
            $"this loop never ends: it goes on after {context.Text} is done", related, Fixes(function, loop, context)));
    }

    // A function that is given a context and never returns breaks its promise; with one in a field it has made none.
    private static bool RunsAsGoroutine(FlowFunction function, ScopedContext context) =>
        ContextScope.Parameter(function) is { } own && own.Variable == context.Variable
        || function.Package.Goroutines.Of(function).Count > 0;

    private static Node StartOf(Node place) => place is GoStmt go ? go.Call.Fun is FuncLit literal ? literal.Type : go.Call : place;

    // What neither waits nor calls anything is UP302's and UP204's.
    private static bool IsSpin(FunctionLoop loop) => S3Loops.SpinFinder.Find(loop) != null;

    private static ImmutableArray<Fix> Fixes(FlowFunction function, FunctionLoop loop, ScopedContext context)
    {
        var file = function.File.Tree.File;
        if (ReturnText.Of(function, context.Text) is not { } text)
        {
            return [];
        }

        // A receive or send that stands alone.
        foreach (var statement in loop.Body.List)
        {
            if (statement is not (ExprStmt { X: UnaryExpr { Op: TokenKind.Arrow } } or SendStmt))
            {
                continue;
            }

            if (!SourceEdits.IsFirstOnLine(file, statement.Pos) || !SourceEdits.IsLastOnLine(file, statement.End))
            {
                return [];
            }

            var indent = SourceEdits.IndentAt(file, statement.Pos);
            return
            [
                new Fix($"Wait for {context.Text} too", context.Kind != ScopedContextKind.Request,
                [
                    new TextEdit(file, statement.Pos, statement.End, $"select {{\n{indent}case <-{context.Text}.Done():\n{indent}\t{text}\n"
                        + $"{indent}case {file.Text(statement.Pos, statement.End)}:\n{indent}}}"),
                ]),
            ];
        }

        if (loop.Body.List is not [var first, ..] || !SourceEdits.IsFirstOnLine(file, first.Pos))
        {
            return [];
        }

        // v := <-ch: what follows uses v and goes into the case with it.
        if (first is AssignStmt { Tok: TokenKind.Define, Rhs: [UnaryExpr { Op: TokenKind.Arrow }] }
            && SourceEdits.IsLastOnLine(file, first.End))
        {
            if (loop.Body.List.Length == 1 || BranchFinder.HasBreak(loop.Body)
                || Reindent.Deeper(file, SourceEdits.LineEnd(file, first.End) + 1, SourceEdits.LineStart(file, loop.Body.Rbrace)) is not { } rest)
            {
                return [];
            }

            var indent = SourceEdits.IndentAt(file, first.Pos);
            return
            [
                new Fix($"Wait for {context.Text} too", context.Kind != ScopedContextKind.Request,
                [
                    new TextEdit(file, first.Pos, first.End,
                        $"select {{\n{indent}case <-{context.Text}.Done():\n{indent}\t{text}\n{indent}case {file.Text(first.Pos, first.End)}:"),
                    .. rest,
                    SourceEdits.InsertBefore(file, loop.Body.Rbrace, "}", true),
                ]),
            ];
        }

        return
        [
            new Fix($"Return when {context.Text} is done", false,
            [
                SourceEdits.InsertBefore(file, first.Pos,
                    $"if {context.Text}.Err() != nil {{\n{SourceEdits.IndentAt(file, first.Pos)}\t{text}\n{SourceEdits.IndentAt(file, first.Pos)}}}"),
            ]),
        ];
    }
}
