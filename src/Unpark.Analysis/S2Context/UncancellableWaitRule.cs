using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.S3Loops;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP208: a loop that sleeps and does not listen to the context in scope.</summary>
internal sealed class UncancellableWaitRule : ILeakRule
{
    private const long ShortNanoseconds = 100_000_000;

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP208", "uncancellable-wait", 2, RuleProfile.Leaks,
        "A loop waits for time and does not notice that the context in scope is done.");

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
            if (function.LoopStatements.IsEmpty || PackageContext.IsTest(function.File) || !ContextScope.Imports(function.File, "time"))
            {
                continue;
            }

            foreach (var loop in function.Loops)
            {
                if (EndlessLoops.Pause(loop) is { } pause && IsInnermost(function, loop, pause))
                {
                    Check(package, function, loop, pause);
                }
            }
        }
    }

    private static bool IsInnermost(FlowFunction function, FunctionLoop loop, Node pause) =>
        pause == loop.Syntax || Lifetimes.LoopAround(function, pause) == loop.Syntax;

    private void Check(PackageContext package, FlowFunction function, FunctionLoop loop, Node pause)
    {
        if (EndlessLoops.WaitingSelect(loop) != null || ContextScope.At(function, loop.Syntax.Pos) is not { } context
            || (!loop.IsEndless && context.Variable.Kind != VarKind.Parameter) || Lifetimes.IsForTheProcess(function))
        {
            return;
        }

        var file = function.File.Tree.File;
        // for { time.Sleep(d) } hangs on purpose, and a callback has nothing to do with the request in whose handler it stands.
        if ((!loop.IsEndless && (ContextScope.Mentions(function, loop.Syntax, context) || CallsWhatAsks(function, loop, context)))
            || (loop.IsEndless && loop.Body.List is [var only] && only == pause)
            || (context.Kind == ScopedContextKind.Request && IsCallback(function)))
        {
            return;
        }

        var isRange = pause == loop.Syntax;
        var bounded = !loop.IsEndless
            && (Polls(loop, pause) || loop.Syntax is ForStmt { Post: not null } || (loop.Syntax is RangeStmt && !isRange) || Counts(loop) || AsksForTime(loop));
        var what = isRange ? "this loop over a ticker" : pause is ExprStmt { X: CallExpr } ? "time.Sleep" : "the wait for the timer";
        var message = loop.IsEndless
            ? $"this loop never ends: it waits in {what} and goes on after {context.Text} is done"
            : $"{what} in a loop does not notice that {context.Text} is done";
        if (isRange)
        {
            message = loop.IsEndless
                ? $"this loop over a ticker never ends: it goes on after {context.Text} is done"
                : $"this loop over a ticker does not notice that {context.Text} is done";
        }

        package.Report(new Finding(Rule, bounded || IsShort(function, pause) ? Confidence.Possible : Confidence.Likely,
            isRange ? new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd) : SourceSpan.Of(file, pause), function.Name, message,
            isRange ? [] : [new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop")],
            Fixes(package, function, pause, context)));
    }

    // A function literal that the loop calls by its name.
    private static bool CallsWhatAsks(FlowFunction function, FunctionLoop loop, ScopedContext context)
    {
        foreach (var call in function.Calls)
        {
            if (call.Pos >= loop.Syntax.Pos && call.End <= loop.Syntax.End && Callees.Unparen(call.Fun) is Ident name
                && function.File.UseOf(name) is Var variable && function.Locals.Of(variable)?.OnlyValue is FuncLit literal
                && ContextScope.Mentions(function, literal, context))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCallback(FlowFunction function) =>
        function.Syntax is FuncLit && function.Parents.Of(function.Syntax) is CallExpr call && call.Fun != function.Syntax
        && Callees.NameOf(call)?.Name != "Go" && function.Outer is { } outer && ContextScope.Parameter(function) == null
        && !outer.Type.Params.List.IsEmpty;

    // It looks whether there is something on another channel.
    private static bool Polls(FunctionLoop loop, Node pause)
    {
        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Kind == FlowNodeKind.Select
                    || (node.Kind == FlowNodeKind.Statement && node.Syntax != pause && node.Syntax is Stmt statement
                        && DoneReceive.ChannelOf(statement) != null))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // if time.Now().After(end) { return err }: it gives up in time.
    private static bool AsksForTime(FunctionLoop loop)
    {
        foreach (var call in loop.Function.Calls)
        {
            if (call.Pos >= loop.Syntax.Pos && call.End <= loop.Syntax.End && Callees.NameOf(call)?.Name is "Now" or "Since" or "Until"
                && Callees.IsPackageFunction(loop.Function.File, call, "time", Callees.NameOf(call)!.Name))
            {
                return true;
            }
        }

        return false;
    }

    // A loop that counts its rounds gives up by itself.
    private static bool Counts(FunctionLoop loop)
    {
        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Syntax is IncDecStmt or AssignStmt { Tok: TokenKind.AddAssign or TokenKind.SubAssign })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsShort(FlowFunction function, Node pause) =>
        DurationOf(pause) is { } duration && function.File.TypeOf(duration).Value is { Kind: ConstantKind.Int } value
        && ConstantValue.TryGetInt64(value, out var nanoseconds) && nanoseconds <= ShortNanoseconds;

    private static Expr? DurationOf(Node pause) => pause switch
    {
        ExprStmt { X: CallExpr { Args: [var duration] } } => duration,
        ExprStmt statement when DoneReceive.ChannelOf(statement) is CallExpr { Args: [var duration] } => duration,
        _ => null,
    };

    private static ImmutableArray<Fix> Fixes(PackageContext package, FlowFunction function, Node pause, ScopedContext context)
    {
        var file = function.File.Tree.File;
        if (pause is not ExprStmt statement || !SourceEdits.IsFirstOnLine(file, pause.Pos)
            || ReturnText.Of(function, context.Text) is not { } text)
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, pause.Pos);
        var before = "";
        var stop = "";
        string channel;
        if (DurationOf(pause) is { } duration)
        {
            var call = (CallExpr)(statement.X is CallExpr ? statement.X : DoneReceive.ChannelOf(statement)!);
            if (call.Fun is not SelectorExpr { X: Ident time })
            {
                return [];
            }

            var length = file.Text(duration.Pos, duration.End);
            channel = $"{time.Name}.After({length})";
            if (!TimerCollection.IsAutomatic(package))
            {
                if (function.File.Scope.Innermost(pause.Pos).LookupParent("timer", out _) != null)
                {
                    return [];
                }

                before = $"timer := {time.Name}.NewTimer({length})\n{indent}";
                stop = $"timer.Stop()\n{indent}\t";
                channel = "timer.C";
            }
        }
        else if (DoneReceive.ChannelOf(statement) is not { } received)
        {
            return [];
        }
        else
        {
            channel = file.Text(received.Pos, received.End);
        }

        return
        [
            new Fix($"Wait for {context.Text} too", context.Kind != ScopedContextKind.Request,
            [
                new TextEdit(file, pause.Pos, pause.End,
                    $"{before}select {{\n{indent}case <-{context.Text}.Done():\n{indent}\t{stop}{text}\n{indent}case <-{channel}:\n{indent}}}"),
            ]),
        ];
    }
}
