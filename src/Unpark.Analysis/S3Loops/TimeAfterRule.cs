using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP305: <c>time.After</c> or the like in the select of a loop.</summary>
internal sealed class TimeAfterRule : ILeakRule
{
    private const long ShortNanoseconds = 10_000_000_000;

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP305", "time-after-in-loop", 3, RuleProfile.Leaks,
        "A timer made in the select of a loop, which nobody can stop: before Go 1.23 each round leaves a timer until it fires.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (TimerCollection.IsAutomatic(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.Selects.IsEmpty || function.LoopStatements.IsEmpty || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var select in function.Selects)
            {
                foreach (var statement in select.Body.List)
                {
                    if (statement is CommClause { Comm: ExprStmt or AssignStmt } clause
                        && DoneReceive.ChannelOf(clause.Comm) is { } channel)
                    {
                        foreach (var call in TimersOf(function, clause, channel))
                        {
                            Check(package, function, select, clause, channel, call);
                        }
                    }
                }
            }
        }
    }

    // time.After(d), time.NewTimer(d).C, or a variable that is given the first of them: nobody can stop the timer.
    private static IEnumerable<CallExpr> TimersOf(FlowFunction function, CommClause clause, Expr channel)
    {
        switch (channel)
        {
            case CallExpr call when IsAfter(function, call):
                return [call];
            case SelectorExpr { Sel.Name: "C", X: var made } when Callees.Unparen(made) is CallExpr call
                && Callees.IsPackageFunction(function.File, call, "time", "NewTimer"):
                return [call];
            case Ident name when function.File.UseOf(name) is Var variable && function.Locals.Of(variable) is { IsPrivate: true }:
                // In the case of the timer itself it has fired.
                return function.Calls.Where(c => IsAfter(function, c) && (c.Pos < clause.Pos || c.End > clause.End)
                    && ResultUse.Of(function, c, 0).Target is Ident target && function.File.ObjectOf(target) == variable);
            default:
                return [];
        }
    }

    private static bool IsAfter(FlowFunction function, CallExpr call) => Callees.NameOf(call) is { Name: "After" }
        && Callees.IsPackageFunction(function.File, call, "time", "After");

    private void Check(PackageContext package, FlowFunction function, SelectStmt select, CommClause clause, Expr channel, CallExpr call)
    {
        if (LoopSelects.BlockOf(function, select) is not { } waiting || LoopSelects.LoopOf(function, waiting) is not { } loop
            || call.Pos < loop.Body.Pos || call.End > loop.Body.End)
        {
            return;
        }

        var file = function.File.Tree.File;
        var duration = call.Args is [var argument] ? file.Text(argument.Pos, argument.End) : "it fires";
        var other = AnotherRound(function, loop, select, clause, waiting);
        string message, step;
        Confidence confidence;
        if (other != null)
        {
            message = $"each round of the loop that another case ends leaves this timer for {duration}";
            step = "this case goes on with the loop";
            confidence = Confidence.Proved;
        }
        else if (AnotherLeaves(select, clause) is { } leaving && !Lifetimes.IsForTheProcess(function))
        {
            other = leaving;
            message = $"when another case ends the wait this timer stays for {duration}";
            step = "this case leaves the loop";
            confidence = IsCancelledOften(package, function, leaving) ? Confidence.Likely : Confidence.Possible;
        }
        else
        {
            return;
        }

        package.Report(new Finding(Rule, IsShort(function, call) ? Confidence.Possible : confidence,
            SourceSpan.Of(file, call), function.Name,
            message + ": before Go 1.23 it is not collected until it fires",
            [
                new RelatedPlace(new SourceSpan(file, other.Case, other.Colon + 1), step),
                new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop"),
            ],
            channel is Ident ? [] : Fixes(function, select, clause, channel, call)));
    }

    // The end of a goroutine that serves one object leaves one timer; a wait for each call or request leaves many.
    private static bool IsCancelledOften(PackageContext package, FlowFunction function, CommClause leaving) =>
        DoneReceive.ChannelOf(leaving.Comm) is CallExpr { Fun: SelectorExpr { Sel.Name: "Done" } }
        || (package.Flow.Goroutines.Of(function).Count == 0 && !IsRunElsewhere(package.Flow.CallGraph.CallersOf(function)));

    // r.background(func() { r.beat(stop) }): what is all that a literal does which is given away is a goroutine of its own.
    private static bool IsRunElsewhere(IReadOnlyList<(FlowFunction Caller, CallExpr Call)> callers) => callers.Count > 0
        && callers.All(c => c.Caller is { Outer: { } outer, Body.List: [ExprStmt { X: var only }] } && only == c.Call
            && outer.Parents.Of(c.Caller.Syntax) is CallExpr given && given.Fun != c.Caller.Syntax);

    private static CommClause? AnotherLeaves(SelectStmt select, CommClause clause)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause { Comm: not null } other && other != clause)
            {
                return other;
            }
        }

        return null;
    }

    // Another case that comes round to the select again.
    private static CommClause? AnotherRound(FlowFunction function, FunctionLoop loop, SelectStmt select, CommClause clause,
        FlowBlock waiting)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause other && other != clause && LoopSelects.BlockOf(function, other) is { } start
                && loop.Contains(start) && loop.Reach(start, block => block == waiting).Contains(waiting))
            {
                return other;
            }
        }

        return null;
    }

    private static bool IsShort(FlowFunction function, CallExpr call) => call.Args is [var duration]
        && (function.File.TypeOf(duration).Value is { Kind: ConstantKind.Int } value
            ? ConstantValue.TryGetInt64(value, out var nanoseconds) && nanoseconds < ShortNanoseconds
            : NodeSearch.Any(duration, n => n is SelectorExpr { Sel.Name: "Millisecond" or "Microsecond" or "Nanosecond" }));

    private static ImmutableArray<Fix> Fixes(FlowFunction function, SelectStmt select, CommClause clause, Expr channel, CallExpr call)
    {
        var file = function.File.Tree.File;
        if (call is not { Fun: SelectorExpr { X: Ident time }, Args: [var duration] } || !SourceEdits.IsFirstOnLine(file, select.Pos)
            || function.File.Scope.Innermost(call.Pos).LookupParent("timer", out _) != null)
        {
            return [];
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        edits.Add(SourceEdits.InsertBefore(file, select.Pos, $"timer := {time.Name}.NewTimer({file.Text(duration.Pos, duration.End)})"));
        foreach (var statement in select.Body.List)
        {
            if (statement is not CommClause other)
            {
                return [];
            }

            if (other == clause)
            {
                edits.Add(new TextEdit(file, channel.Pos, channel.End, "timer.C"));
                continue;
            }

            if (!SourceEdits.IsLastOnLine(file, other.Colon + 1))
            {
                return [];
            }

            var end = SourceEdits.LineEnd(file, other.Colon);
            edits.Add(new TextEdit(file, end, end, $"\n{SourceEdits.IndentAt(file, other.Case)}\ttimer.Stop()"));
        }

        return [new Fix("Make a timer and stop it in the other cases", true, edits.ToImmutable())];
    }
}
