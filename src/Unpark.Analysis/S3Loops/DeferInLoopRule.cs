using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP307: a deferred release in a loop.</summary>
internal sealed class DeferInLoopRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP307", "defer-in-loop", 3, RuleProfile.Leaks,
        "A release is deferred in a loop: it runs when the function ends, not when the round does.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.LoopStatements.IsEmpty)
            {
                continue;
            }

            foreach (var defer in function.Defers)
            {
                if (Lifetimes.IsInLoop(function, defer) && ReleaseOf(function, defer) is { } release)
                {
                    Check(package, function, defer, release);
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, DeferStmt defer, CallExpr release)
    {
        if (BlockOf(function, defer) is not { } block || LoopSelects.LoopOf(function, block) is not { } loop
            || !loop.Reach(block, b => b == loop.Loop.Header).Contains(loop.Loop.Header)
            || !ComesBack(loop, block) || IsDoneOnce(function, loop, defer))
        {
            return;
        }

        var file = function.File.Tree.File;
        var text = file.Text(release.Pos, release.End);
        var isTest = PackageContext.IsTest(function.File);
        Confidence confidence;
        string message;
        if (LockOf(function, loop, defer, release) is { } taken)
        {
            confidence = Confidence.Proved;
            message = $"the second round waits for ever: {text} runs when the function ends, and line "
                + $"{file.PositionOf(taken.Pos).Line} takes the lock again";
        }
        else if (isTest)
        {
            return;
        }
        else if (loop.IsEndless)
        {
            confidence = Confidence.Proved;
            message = $"{text} never runs: it is deferred in a loop that nothing leaves";
        }
        else
        {
            confidence = IsUnbounded(function, loop) && !IsReleasedInRound(function, loop, defer, release) ? Confidence.Likely : Confidence.Possible;
            message = $"{text} runs when the function ends, not when the round does: each round keeps what it should release";
        }

        package.Report(new Finding(Rule, confidence, SourceSpan.Of(file, defer), function.Name, message,
            [new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop")], Fixes(function, loop)));
    }

    // A release: mu.Unlock(), f.Close(), cancel(); also as the only thing that a literal does.
    private static CallExpr? ReleaseOf(FlowFunction function, DeferStmt defer)
    {
        var call = defer.Call;
        if (Callees.Unparen(call.Fun) is FuncLit { Body.List: [ExprStmt { X: CallExpr inner }] })
        {
            call = inner;
        }

        if (Callees.NameOf(call) is not { } name)
        {
            return null;
        }

        var isRelease = name.Name switch
        {
            "Unlock" or "RUnlock" or "Close" or "Stop" or "Release" or "Rollback" => call.Args.IsEmpty && Callees.Unparen(call.Fun) is SelectorExpr,
            _ => function.File.UseOf(name) is Var variable && GoTypes.IsNamed(variable.Type, "context", "CancelFunc"),
        };
        return isRelease ? call : null;
    }

    // What follows the defer goes on with the loop on every way but errors: a loop that always ends behind it is none.
    private static bool ComesBack(FunctionLoop loop, FlowBlock block)
    {
        foreach (var next in loop.Reach(block, b => b == loop.Loop.Header))
        {
            foreach (var edge in next.Successors)
            {
                if (edge.To == loop.Loop.Header)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // if timer == nil { timer = ...; defer timer.Stop() }, or the case of an event that comes once.
    private static bool IsDoneOnce(FlowFunction function, FunctionLoop loop, DeferStmt defer)
    {
        for (var at = function.Parents.Of(defer); at != null && at != loop.Syntax; at = function.Parents.Of(at))
        {
            if (at is CommClause || (at is IfStmt choice && AsksWhatItSets(function, choice)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksWhatItSets(FlowFunction function, IfStmt choice)
    {
        var set = new HashSet<Var>();
        Assigned.Collect(function, choice.Body, set);
        var asked = new VariableSearch(function.File, set);
        asked.Visit(choice.Cond);
        return asked.Found;
    }

    private static FlowBlock? BlockOf(FlowFunction function, Node statement)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Syntax == statement)
                {
                    return block;
                }
            }
        }

        return null;
    }

    // The Lock that the next round waits in: the same lock, which each round takes before it can leave the loop.
    private static CallExpr? LockOf(FlowFunction function, FunctionLoop loop, DeferStmt defer, CallExpr release)
    {
        if (Callees.Unparen(release.Fun) is not SelectorExpr { Sel.Name: "Unlock", X: var mutex } unlock
            || function.File.UseOf(unlock.Sel) is not Func { Package.Path: "sync" }
            || new PathResolver(function).Of(mutex) is not { } path || Assigned.In(function, loop.Syntax, path.Root))
        {
            return null;
        }

        foreach (var step in path.Steps)
        {
            if (step.IsIndex || Assigned.In(function, loop.Syntax, step.Field!))
            {
                return null;
            }
        }

        CallExpr? found = null;
        foreach (var call in function.Calls)
        {
            if (call.Pos < loop.Syntax.Pos || call.End > loop.Syntax.End || Callees.Unparen(call.Fun) is not SelectorExpr selector
                || new PathResolver(function).Of(selector.X) is not { } other || !other.Equals(path))
            {
                continue;
            }

            // A second Unlock gives the lock back in time on some way.
            if (selector.Sel.Name == "Unlock" && call != release)
            {
                return null;
            }

            if (selector.Sel.Name == "Lock" && function.Parents.Of(call) is ExprStmt statement
                && Lifetimes.LoopAround(function, statement) == loop.Syntax && call.Pos < defer.Pos)
            {
                found ??= call;
            }
        }

        return found;
    }

    // f.Close() stands in the loop too: the deferred one is for the ways on which the function returns.
    private static bool IsReleasedInRound(FlowFunction function, FunctionLoop loop, DeferStmt defer, CallExpr release)
    {
        var file = function.File.Tree.File;
        var text = file.Text(release.Fun.Pos, release.Fun.End);
        foreach (var call in function.Calls)
        {
            if (call != release && call != defer.Call && call.Pos >= loop.Syntax.Pos && call.End <= loop.Syntax.End
                && call.Args.Length == release.Args.Length && file.Text(call.Fun.Pos, call.Fun.End) == text
                && function.Parents.Of(call) is not DeferStmt && LoopSelects.LoopOf(function, BlockOf(function, defer)!) == loop)
            {
                return true;
            }
        }

        return false;
    }

    // for rows.Next(), for { ... }, for x := range ch: nobody knows how often.
    private static bool IsUnbounded(FlowFunction function, FunctionLoop loop) => loop.Syntax switch
    {
        ForStmt { Init: null, Post: null } => true,
        RangeStmt { X: var x } => function.File.TypeOf(x).Type?.Underlying is ChanType,
        _ => false,
    };

    // The body becomes a function, at the end of which the release runs.
    private static ImmutableArray<Fix> Fixes(FlowFunction function, FunctionLoop loop)
    {
        var file = function.File.Tree.File;
        var body = loop.Body;
        if (body.List.IsEmpty || BranchFinder.Leaves(body) || !SourceEdits.IsFirstOnLine(file, body.List[0].Pos)
            || !SourceEdits.IsFirstOnLine(file, body.Rbrace)
            || Reindent.Deeper(file, SourceEdits.LineEnd(file, body.Lbrace) + 1, SourceEdits.LineStart(file, body.Rbrace)) is not { } lines)
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, body.Rbrace);
        var first = SourceEdits.LineEnd(file, body.Lbrace) + 1;
        return
        [
            new Fix("Make the body of the loop a function", true,
            [
                new TextEdit(file, first - 1, first - 1, $"\n{indent}\tfunc() {{"),
                .. lines,
                SourceEdits.InsertBefore(file, body.Rbrace, "}()", true),
            ]),
        ];
    }

    private sealed class VariableSearch(TypedFile file, HashSet<Var> variables) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node) =>
            Found |= file.UseOf(node) is Var variable && variables.Contains(variable.Origin);
    }
}
