using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S2Context;

/// <summary>UP203: an endless loop around a select that does not listen to the context in scope.</summary>
internal sealed class SelectWithoutDoneRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP203", "select-without-done", 2, RuleProfile.Leaks,
        "A loop around a select never ends although a context is in scope: no case listens to ctx.Done().");

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
            if (function.Selects.IsEmpty || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var loop in EndlessLoops.In(function))
            {
                if (EndlessLoops.WaitingSelect(loop) is { } select && !EndlessLoops.ListensToContext(loop)
                    && ContextScope.At(function, loop.Syntax.Pos) is { } context && !Lifetimes.IsForTheProcess(function))
                {
                    var file = function.File.Tree.File;
                    package.Report(new Finding(Rule, Confidence.Likely,
                        new SourceSpan(file, select.Select, select.Select + "select".Length), function.Name,
                        $"no case of this select ends the loop: it goes on after {context.Text} is done",
                        [
                            new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "nothing leaves this loop"),
                        ],
                        Fixes(function, select, context)));
                }
            }
        }
    }

    private static ImmutableArray<Fix> Fixes(FlowFunction function, SelectStmt select, ScopedContext context)
    {
        var file = function.File.Tree.File;
        if (ReturnText.Of(function, context.Text) is not { } text || !SourceEdits.IsFirstOnLine(file, select.Body.Rbrace))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, select.Body.Rbrace);
        return
        [
            new Fix($"Return when {context.Text} is done", context.Kind != ScopedContextKind.Request,
                [SourceEdits.InsertBefore(file, select.Body.Rbrace, $"case <-{context.Text}.Done():\n{indent}\t{text}")]),
        ];
    }
}
