using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP304: <c>time.Tick</c>, whose ticker nobody can stop.</summary>
internal sealed class TimeTickRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP304", "time-tick", 3, RuleProfile.Leaks,
        "time.Tick in a function that returns: before Go 1.23 its ticker is never collected; or in a goroutine without an end.");

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
                if (Callees.NameOf(call) is { Name: "Tick" } && Callees.IsPackageFunction(function.File, call, "time", "Tick"))
                {
                    Check(package, function, call);
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, CallExpr call)
    {
        CheckRange(package, function, call);
        if (TimerCollection.IsAutomatic(package))
        {
            return;
        }

        var isReturned = function.Parents.Of(call) is ReturnStmt;
        if (!isReturned && (!Returns(function) || Lifetimes.IsForTheProcess(function)))
        {
            return;
        }

        var inLoop = Lifetimes.IsInLoop(function, call);
        package.Report(new Finding(Rule, Confidence.Proved, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            inLoop
                ? "each time.Tick of this loop leaves a ticker that cannot be stopped: before Go 1.23 it is never collected"
                : "the function returns and its time.Tick goes on: it cannot be stopped, and before Go 1.23 it is never collected",
            [], inLoop || isReturned ? [] : Fixes(function, call)));
    }

    // A goroutine that ranges over the ticks and has no other way out stays, and so does its ticker. Whether it is started
    // more than once does not stand here, unless UP301 sees it; a profile tells.
    private void CheckRange(PackageContext package, FlowFunction function, CallExpr call)
    {
        var starts = package.Flow.Goroutines.Of(function);
        if (starts.Count == 0 || function.Parents.Of(call) is not RangeStmt range || range.X != call
            || !function.Loops.Any(loop => loop.Syntax == range && loop.IsEndless)
            || Lifetimes.IsForTheProcess(function) || starts.All(s => Lifetimes.IsForTheProcess(s.Starter))
            || GoroutineEnd.Expected(function, starts) != null)
        {
            return;
        }

        var file = function.File.Tree.File;
        var (starter, place) = starts[0];
        package.Report(new Finding(Rule, Confidence.Possible, new SourceSpan(file, range.For, range.X.End), function.Name,
            $"nothing ends this loop: each time that {starter.Name} starts it one more goroutine stays, and its ticker with it",
            [new RelatedPlace(SourceSpan.Of(starter.File.Tree.File, place is GoStmt go ? go.Call.Fun : place), "the goroutine is started here")],
            []));
    }

    private static bool Returns(FlowFunction function) =>
        function.Graph.Exit.IsLive || function.Graph.GoexitExit is { IsLive: true };

    private static ImmutableArray<Fix> Fixes(FlowFunction function, CallExpr call)
    {
        var file = function.File.Tree.File;
        if (call is not { Fun: SelectorExpr { Sel: var tick }, Args: [_] } || FreeName(function) is not { } name
            || function.Parents.StatementOf(call) is not { } statement || !SourceEdits.IsFirstOnLine(file, statement.Pos)
            || function.Parents.Of(statement) is not BlockStmt)
        {
            return [];
        }

        var made = file.Text(call.Pos, tick.Pos) + "NewTicker" + file.Text(tick.End, call.End);
        var indent = SourceEdits.IndentAt(file, statement.Pos);
        return statement is RangeStmt or AssignStmt or DeclStmt
            ?
            [
                new Fix("Make a ticker and defer its Stop", true,
                [
                    SourceEdits.InsertBefore(file, statement.Pos, $"{name} := {made}\n{indent}defer {name}.Stop()"),
                    new TextEdit(file, call.Pos, call.End, name + ".C"),
                ]),
            ]
            : [];
    }

    private static string? FreeName(FlowFunction function)
    {
        foreach (var name in (ReadOnlySpan<string>)["ticker", "timeTicker"])
        {
            var search = new NameSearch(name);
            search.Visit(function.Root.Syntax);
            if (!search.Found && function.File.Scope.LookupParent(name, out _) == null)
            {
                return name;
            }
        }

        return null;
    }

    private sealed class NameSearch(string name) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node) => Found |= node.Name == name;
    }
}
