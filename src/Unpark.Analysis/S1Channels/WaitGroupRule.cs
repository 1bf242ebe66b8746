using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP109: a Wait of a WaitGroup that never returns.</summary>
internal sealed class WaitGroupRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP109", "waitgroup-stuck", 1, RuleProfile.Leaks,
        "The Wait of a WaitGroup never returns: a Done is missing, or what it waits for waits for it.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var calls = new WaitGroupCalls(package.Flow);
        if (calls.IsEmpty)
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!calls.In(function).Any() || PackageContext.IsTest(function.File))
            {
                continue;
            }

            CheckCopy(package, function, calls);
            if (function.Syntax is FuncLit)
            {
                CheckSkippedDone(package, function, calls);
                CheckAddInside(package, function, calls);
                CheckMayNotStart(package, function, calls);
            }

            foreach (var call in calls.In(function))
            {
                if (call.Method == "Add")
                {
                    if (!CheckCountedLoop(package, function, call, calls))
                    {
                        CheckNotStarted(package, function, call, calls);
                    }
                }
            }
        }

        foreach (var channel in package.Channels.Undrained)
        {
            if (channel.Leaks.Find(l => l.Kind == DrainLeakKind.Wait) is { } leak && !channel.Channel.Parties.Exists(p => p.IsCallback))
            {
                CheckWaitFirst(package, channel, leak);
            }
        }
    }

    // func(wg sync.WaitGroup): Done counts down the copy.
    private void CheckCopy(PackageContext package, FlowFunction function, WaitGroupCalls calls)
    {
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (function.File.DefOf(name) is Var variable && GoTypes.Unalias(variable.Type) is not PointerType
                    && WaitGroups.IsWaitGroup(variable.Type)
                    && calls.In(function).FirstOrDefault(c => c.Group == variable && c.Method == "Done") is { } done)
                {
                    var file = function.File.Tree.File;
                    package.Report(new Finding(Rule, Confidence.Proved, SourceSpan.Of(file, field), function.Name,
                        $"{name.Name} is a copy of the caller's WaitGroup: Done counts down the copy, and the caller's Wait never returns",
                        [new RelatedPlace(SourceSpan.Of(file, done.Call), "this Done is of the copy")], []));
                }
            }
        }
    }

    private void CheckSkippedDone(PackageContext package, FlowFunction literal, WaitGroupCalls calls)
    {
        if (LiteralRuns.Of(literal) is not { Run: LiteralRun.Started, Place: GoStmt start })
        {
            return;
        }

        foreach (var group in calls.In(literal).Where(c => c.Method == "Done").Select(c => c.Group).Distinct().ToList())
        {
            var mine = calls.In(literal).Where(c => c.Group == group).ToList();
            if (mine.Exists(c => c.Method != "Done" || literal.Parents.Of(c.Call) is DeferStmt or GoStmt)
                || literal.Locals.Of(group) is { } local && literal.Encloses(local.Function ?? literal)
                || WaitGroupMentions.Count(literal, group) != mine.Count)
            {
                continue;
            }

            var problem = new DoneProblem(literal, mine.ConvertAll(c => c.Call));
            var exploration = PathExplorer.Explore(literal.Graph, new ConditionTable(literal), problem, true);
            var exit = exploration.Exits.FirstOrDefault(e => e.Edge.Kind == FlowEdgeKind.Return && !e.State.IsDone);
            if (exit == null || !exploration.IsComplete)
            {
                continue;
            }

            var file = literal.File.Tree.File;
            var place = ChannelText.Place(file, exit.Edge.Syntax!);
            var verb = exit.Edge.Syntax is BlockStmt ? "ends" : "returns";
            package.Report(new Finding(Rule, Confidence.Proved, place, literal.Name,
                $"the goroutine {verb} here without calling {ChannelText.Of(file, mine[0].Call) ?? "Done"}: Wait never returns",
                [
                    new RelatedPlace(new SourceSpan(file, start.Pos, start.Pos + 2), "the goroutine is started here"),
                    new RelatedPlace(SourceSpan.Of(file, mine[0].Call), "this Done is not reached"),
                ], DeferDone(literal, mine)));
        }
    }

    private static ImmutableArray<Fix> DeferDone(FlowFunction literal, List<WaitGroupCall> calls)
    {
        var file = literal.File.Tree.File;
        var first = literal.Body.List[0];
        if (!SourceEdits.IsFirstOnLine(file, first.Pos))
        {
            return [];
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        var text = file.Text(calls[0].Call.Pos, calls[0].Call.End);
        edits.Add(SourceEdits.InsertBefore(file, first.Pos, "defer " + text));
        foreach (var call in calls)
        {
            if (literal.Parents.Of(call.Call) is not ExprStmt statement || statement == first
                || literal.Parents.Of(statement) is not BlockStmt block
                || (block.List.IndexOf(statement) + 1 is var next && next < block.List.Length && block.List[next] is not ReturnStmt)
                || (next == block.List.Length && block != literal.Body)
                || SourceEdits.RemoveLine(file, statement) is not { } removal)
            {
                return [];
            }

            edits.Add(removal);
        }

        return [new Fix($"Defer {text}", true, edits.ToImmutable())];
    }

    private void CheckAddInside(PackageContext package, FlowFunction literal, WaitGroupCalls calls)
    {
        if (LiteralRuns.Of(literal) is not { Run: LiteralRun.Started, Place: GoStmt start } || literal.Outer is not { } outer)
        {
            return;
        }

        foreach (var call in calls.In(literal))
        {
            if (call.Method != "Add" || literal.Parents.Of(call.Call) is not ExprStmt statement
                || literal.Parents.Of(statement) != literal.Body || literal.Body.List.IndexOf(statement) > 1
                || !calls.In(outer).Any(c => c.Group == call.Group && c.Method == "Wait" && c.Call.Pos > start.End)
                || calls.In(outer).Any(c => c.Group == call.Group && c.Method == "Add")
                || !calls.In(literal).Any(c => c.Group == call.Group && c.Method == "Done"))
            {
                continue;
            }

            var file = literal.File.Tree.File;
            var wait = calls.In(outer).First(c => c.Group == call.Group && c.Method == "Wait" && c.Call.Pos > start.End);
            ImmutableArray<Fix> fixes = SourceEdits.IsFirstOnLine(file, start.Pos) && SourceEdits.RemoveLine(file, statement) is { } removal
                && literal.File.TypeOf(call.Call.Args[0]).Value != null
                ? [new Fix("Add before the goroutine is started", true,
                    [SourceEdits.InsertBefore(file, start.Pos, file.Text(call.Call.Pos, call.Call.End)), removal])]
                : [];
            package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, start.Pos, start.Pos + 2), literal.Name,
                $"this goroutine calls {ChannelText.Of(file, call.Call) ?? "Add"} itself, which may come after the Wait at line "
                + $"{ChannelText.Line(file, wait.Call.Pos)}: that waits for nothing then",
                [
                    new RelatedPlace(SourceSpan.Of(file, call.Call), "call this before the goroutine is started"),
                    new RelatedPlace(SourceSpan.Of(file, wait.Call), "this Wait may run first"),
                ], fixes));
        }
    }

    // A helper of the package that, on some way, returns without running the function it was given.
    private void CheckMayNotStart(PackageContext package, FlowFunction literal, WaitGroupCalls calls)
    {
        if (literal.Outer is not { } outer || literal.Parents.Of(literal.Syntax) is not CallExpr call
            || call.Args.IndexOf((FuncLit)literal.Syntax) is not (>= 0 and var index)
            || outer.Parents.Of(call) is not ExprStmt
            || Callees.FunctionOf(outer.File, call) is not { } callee || package.Flow.FunctionOf(callee) is not { } helper
            || calls.In(literal).FirstOrDefault(c => c.Method == "Done") is not { } done
            || !calls.In(outer).Any(c => c.Group == done.Group && c.Method == "Add" && c.Call.Pos < call.Pos)
            || RunProblem.Skips(helper, index) is not { } place)
        {
            return;
        }

        var file = outer.File.Tree.File;
        var there = helper.File.Tree.File;
        var add = calls.In(outer).Last(c => c.Group == done.Group && c.Method == "Add" && c.Call.Pos < call.Pos);
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, add.Call), outer.Name,
            $"{ChannelText.Of(file, add.Call)} is undone only by the function that {helper.Object!.Name} is given at line "
            + $"{ChannelText.Line(file, call.Pos)}, and {helper.Object.Name} may return without running it: Wait then never returns",
            [
                new RelatedPlace(SourceSpan.Of(file, done.Call), "this Done is never reached"),
                new RelatedPlace(ChannelText.Place(there, place), "returns here without running the function"),
            ], []));
    }

    // wg.Add(len(list)), and a loop over the list that skips some.
    private bool CheckCountedLoop(PackageContext package, FlowFunction function, WaitGroupCall add, WaitGroupCalls calls)
    {
        var file = function.File.Tree.File;
        if (add.Call.Args is not [CallExpr { Args: [var list] } length] || Callees.Of(function.File, length) is not Builtin { Name: "len" }
            || function.Parents.Of(add.Call) is not ExprStmt statement
            || function.Parents.Of(statement) is not BlockStmt block)
        {
            return false;
        }

        foreach (var next in block.List)
        {
            if (next is not RangeStmt loop || loop.Pos < statement.End || file.Text(loop.X.Pos, loop.X.End) != file.Text(list.Pos, list.End))
            {
                continue;
            }

            var go = loop.Body.List.FirstOrDefault(s => s is GoStmt { Call.Fun: FuncLit literal }
                && package.Flow.FunctionOf(literal) is { } body && calls.Mentions(body, add.Group));
            if (go == null)
            {
                continue;
            }

            foreach (var before in loop.Body.List)
            {
                if (before == go)
                {
                    break;
                }

                if (before is IfStmt { Body.List: [.., BranchStmt { Label: null, Tok: TokenKind.Continue } skip] } choice
                    && !calls.In(function).Any(c => c.Group == add.Group && c.Call.Pos > choice.Pos && c.Call.End < choice.End))
                {
                    package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, skip), function.Name,
                        $"no goroutine calls Done for an element that is skipped here, but the Add at line {ChannelText.Line(file, add.Call.Pos)} "
                        + "counts it: Wait never returns",
                        [new RelatedPlace(SourceSpan.Of(file, add.Call), "this Add counts every element")], CountEach(function, statement, add, go)));
                    return true;
                }
            }
        }

        return false;
    }

    private static ImmutableArray<Fix> CountEach(FlowFunction function, ExprStmt statement, WaitGroupCall add, Stmt go)
    {
        var file = function.File.Tree.File;
        return SourceEdits.RemoveLine(file, statement) is { } removal && SourceEdits.IsFirstOnLine(file, go.Pos)
            ? [new Fix("Add one for each goroutine", true,
                [removal, SourceEdits.InsertBefore(file, go.Pos, file.Text(add.Call.Fun.Pos, add.Call.Fun.End) + "(1)")])]
            : [];
    }

    // Add(1), and a way on which the goroutine is not started.
    private void CheckNotStarted(PackageContext package, FlowFunction function, WaitGroupCall add, WaitGroupCalls calls)
    {
        if (function.Parents.Of(add.Call) is not ExprStmt || function.File.TypeOf(add.Call.Args is [var n] ? n : add.Call).Value is not { } value
            || value.ToString() != "1")
        {
            return;
        }

        var problem = new AddProblem(function, add, calls);
        var exploration = PathExplorer.Explore(function.Graph, new ConditionTable(function), problem, true);
        if (!problem.IsUndoneSomewhere || !exploration.IsComplete)
        {
            return;
        }

        Node? place = problem.Wait;
        var isLocal = add.Group.Kind == VarKind.Local;
        if (place == null && !isLocal)
        {
            place = exploration.Exits.FirstOrDefault(e => e.Edge.Kind == FlowEdgeKind.Return && e.State.IsPending)?.Edge.Syntax;
        }

        if (place is null or BlockStmt)
        {
            return;
        }

        var file = function.File.Tree.File;
        var line = ChannelText.Line(file, place.Pos);
        var what = problem.Wait != null ? $"the Wait at line {line} never returns" : $"the function returns at line {line}, and Wait never does";
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, add.Call), function.Name,
            $"no goroutine that calls Done is started on a path behind this Add: {what}",
            [new RelatedPlace(SourceSpan.Of(file, place), problem.Wait != null ? "waits here" : "returns here without starting it")], []));
    }

    private void CheckWaitFirst(PackageContext package, UndrainedChannel undrained, DrainLeak leak)
    {
        var sender = undrained.Senders.Parties.First();
        var send = sender.All.First(e => e is { Kind: PartyEventKind.Send, Use.IsAlone: true }).Use!;
        var file = undrained.Receiver!.Function.File.Tree.File;
        var name = undrained.Channel.Variable.Name;
        var receive = undrained.Receiver.All.First(e => e.Kind is PartyEventKind.Receive or PartyEventKind.Range).Use!;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, leak.Place), undrained.Receiver.Function.Name,
            $"this Wait never returns: the goroutines it waits for block at line {ChannelText.Line(send.File.Tree.File, send.Syntax.Pos)} "
            + $"until {name} is received from, which happens only behind it",
            [
                new RelatedPlace(SourceSpan.Of(send.File.Tree.File, send.Syntax), "a goroutine waits here with its value"),
                new RelatedPlace(SourceSpan.Of(receive.File.Tree.File, receive.Kind == ChannelUseKind.Range ? receive.Expr : receive.Syntax),
                    "it is received only here"),
            ], []));
    }
}
