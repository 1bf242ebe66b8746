using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP301: a goroutine with a loop that nothing ends, and that is not for the life of the process.</summary>
internal sealed class LoopWithoutExitRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP301", "loop-without-exit", 3, RuleProfile.Leaks,
        "A goroutine has a loop that no return, break or panic leaves, though it is not meant to live as long as the process.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (SpinningLoopRule.IsRuntime(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.LoopStatements.IsEmpty || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var loop in EndlessLoops.In(function))
            {
                Check(package, function, loop);
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, FunctionLoop loop)
    {
        var starts = package.Flow.Goroutines.Of(function);
        if (ContextScope.At(function, loop.Syntax.Pos) != null || Lifetimes.IsForTheProcess(function)
            || (starts.Count > 0 && starts.All(s => Lifetimes.IsForTheProcess(s.Starter) && !Lifetimes.IsInLoop(s.Starter, s.Place)))
            || TickerRange.IsStopped(function, loop)
            || SpinFinder.Find(loop) != null || GoroutineEnd.Expected(function, starts) is not { } reason)
        {
            return;
        }

        var file = function.File.Tree.File;
        var related = new List<RelatedPlace>();
        if (starts is [{ Starter: var starter, Place: var place }, ..])
        {
            related.Add(new RelatedPlace(new SourceSpan(starter.File.Tree.File, place.Pos, place is GoStmt go ? go.Go + "go".Length : place.End),
                "the goroutine is started here"));
        }

        related.Add(new RelatedPlace(reason.Span, reason.Step));
        package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), function.Name,
            $"nothing ends this loop: {reason.Message}",
            [.. related], []));
    }
}
