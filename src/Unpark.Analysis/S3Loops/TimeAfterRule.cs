using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP305: <c>time.After</c> in the select of a loop.</summary>
internal sealed class TimeAfterRule : ILeakRule
{
    private const long ShortNanoseconds = 10_000_000_000;

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP305", "time-after-in-loop", 3, RuleProfile.Leaks,
        "time.After in the select of a loop: before Go 1.23 each round leaves a timer until it fires.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.Selects.IsEmpty || PackageContext.IsTest(function.File)
                || TimerCollection.IsAutomatic(package, function.File))
            {
                continue;
            }

            foreach (var select in function.Selects)
            {
                foreach (var statement in select.Body.List)
                {
                    if (statement is CommClause { Comm: ExprStmt or AssignStmt } clause
                        && DoneReceive.ChannelOf(clause.Comm) is CallExpr call
                        && Callees.IsPackageFunction(function.File, call, "time", "After"))
                    {
                        Check(package, function, select, clause, call);
                    }
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, SelectStmt select, CommClause clause, CallExpr call)
    {
        if (LoopSelects.BlockOf(function, select) is not { } waiting || LoopSelects.LoopOf(function, waiting) is not { } loop
            || AnotherRound(function, loop, select, clause, waiting) is not { } other)
        {
            return;
        }

        var file = function.File.Tree.File;
        var duration = call.Args is [var argument] ? file.Text(argument.Pos, argument.End) : "it fires";
        package.Report(new Finding(Rule, IsShort(function, call) ? Confidence.Possible : Confidence.Proved,
            SourceSpan.Of(file, call), function.Name,
            $"each round of the loop that another case ends leaves this timer for {duration}: before Go 1.23 it is not collected until it fires",
            [
                new RelatedPlace(new SourceSpan(file, other.Case, other.Colon + 1), "this case goes on with the loop"),
                new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop"),
            ],
            Fixes(function, select, clause, call)));
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

    private static bool IsShort(FlowFunction function, CallExpr call) =>
        call.Args is [var duration] && function.File.TypeOf(duration).Value is { Kind: ConstantKind.Int } value
        && ConstantValue.TryGetInt64(value, out var nanoseconds) && nanoseconds < ShortNanoseconds;

    private static ImmutableArray<Fix> Fixes(FlowFunction function, SelectStmt select, CommClause clause, CallExpr call)
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
                edits.Add(new TextEdit(file, call.Pos, call.End, "timer.C"));
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
