using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>
/// Finds a goroutine that only waits for a ticker which other code stops: Stop does not close the channel, so the goroutine
/// waits for ever.
/// </summary>
internal static class TickerRange
{
    /// <summary>Looks at the loops of a goroutine's function.</summary>
    public static void Check(TickerRule rule, PackageContext package, FlowFunction function)
    {
        if (function.LoopStatements.IsEmpty || function.Package.Goroutines.Of(function).Count == 0)
        {
            return;
        }

        foreach (var loop in function.Loops)
        {
            if (!loop.IsEndless || WaitOf(function, loop.Syntax) is not { } wait || StopOf(function, wait) is not { } stop)
            {
                continue;
            }

            var file = function.File.Tree.File;
            var source = file.Text(wait.Pos, wait.End);
            var stopFile = stop.File.Tree.File;
            var span = loop.Syntax is RangeStmt range ? new SourceSpan(file, range.For, range.X.End) : SourceSpan.Of(file, wait);
            package.Report(new Finding(rule.Rule, Confidence.Likely, span, function.Name,
                loop.Syntax is RangeStmt
                    ? $"range over {source} never ends: stopping the ticker does not close its channel"
                    : $"this loop waits for {source} for ever once the ticker is stopped: Stop does not close its channel",
                [
                    new RelatedPlace(span, "the goroutine waits here for ever"),
                    new RelatedPlace(SourceSpan.Of(stopFile, stop.Place), "the ticker is stopped here"),
                ], []));
        }
    }

    /// <summary>True for a loop whose goroutine waits for ever because other code stops its ticker.</summary>
    public static bool IsStopped(FlowFunction function, FunctionLoop loop) =>
        WaitOf(function, loop.Syntax) is { } wait && StopOf(function, wait) != null;

    // for range t.C {}, for { <-t.C }, for { select { case <-t.C: } }: the channel that each round waits for.
    private static SelectorExpr? WaitOf(FlowFunction function, Stmt loop)
    {
        if (loop is RangeStmt range)
        {
            return ChannelOfTicker(function, range.X);
        }

        foreach (var statement in ((ForStmt)loop).Body.List)
        {
            var received = statement is SelectStmt { Body.List: [CommClause { Comm: { } communication }] }
                ? DoneReceive.ChannelOf(communication)
                : DoneReceive.ChannelOf(statement);
            if (received != null && ChannelOfTicker(function, received) is { } channel)
            {
                return channel;
            }
        }

        return null;
    }

    private static SelectorExpr? ChannelOfTicker(FlowFunction function, Expr channel) =>
        Callees.Unparen(channel) is SelectorExpr { Sel.Name: "C", X: var ticker } selector
        && GoTypes.IsNamed(function.File.TypeOf(ticker).Type, "time", "Ticker")
            ? selector
            : null;

    // Where other code stops the ticker that a goroutine waits for; null if that is not known.
    private static (TypedFile File, Expr Place)? StopOf(FlowFunction function, SelectorExpr wait)
    {
        if (new PathResolver(function).Of(wait.X) is not { } path)
        {
            return null;
        }

        if (path.LastField is { } field)
        {
            foreach (var use in function.Package.FieldUses.Of(field))
            {
                if (use.Function is { } other && other != function && !function.Encloses(other)
                    && other.Parents.Of(use.Parent) is SelectorExpr { Sel.Name: "Stop" } stop)
                {
                    return (use.File, Stopping(other, stop));
                }
            }

            return null;
        }

        // A local variable: the goroutine is a literal in the function that stops the ticker, or that another literal is in.
        if (function.Outer == null
            || (function.Root.Syntax is FuncDecl { Name.Name: "main" } && function.Package.Package.Package.Name == "main"))
        {
            return null;
        }

        foreach (var other in WithLiterals(function.Root))
        {
            if (function.Encloses(other))
            {
                continue;
            }

            // Called, deferred, or handed on as a method value.
            foreach (var stop in NodeSearch.All<SelectorExpr>(other.Body, literals: false))
            {
                if (stop.Sel.Name == "Stop" && new PathResolver(other).Of(stop.X) is { } stopped && stopped.Equals(path))
                {
                    return (other.File, Stopping(other, stop));
                }
            }
        }

        return null;
    }

    private static Expr Stopping(FlowFunction function, SelectorExpr stop) =>
        function.Parents.Of(stop) is CallExpr call && call.Fun == stop ? call : stop;

    private static IEnumerable<FlowFunction> WithLiterals(FlowFunction function)
    {
        yield return function;
        foreach (var literal in function.Literals)
        {
            foreach (var inner in WithLiterals(literal))
            {
                yield return inner;
            }
        }
    }
}
