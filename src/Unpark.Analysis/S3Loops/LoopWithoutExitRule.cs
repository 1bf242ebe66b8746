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
        if (starts.Count == 0 || ContextScope.At(function, loop.Syntax.Pos) != null || Lifetimes.IsForTheProcess(function)
            || starts.All(s => Lifetimes.IsForTheProcess(s.Starter) && !Lifetimes.IsInLoop(s.Starter, s.Place))
            || (loop.Syntax is RangeStmt range && TickerRange.StopOf(function, range) != null)
            || SpinFinder.Find(loop) != null || GoroutineEnd.Expected(function, starts) is not { } reason)
        {
            return;
        }

        var file = function.File.Tree.File;
        var start = starts[0];
        package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), function.Name,
            $"nothing ends this loop: {reason.Message}",
            [
                new RelatedPlace(new SourceSpan(start.Starter.File.Tree.File, start.Place.Pos,
                    start.Place is GoStmt go ? go.Go + "go".Length : start.Place.End), "the goroutine is started here"),
                new RelatedPlace(reason.Span, reason.Step),
            ], []));
    }
}
