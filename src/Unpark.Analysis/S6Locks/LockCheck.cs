using System.Collections.Immutable;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Checks one lock in one function.</summary>
internal sealed class LockCheck
{
    private readonly MissingUnlockRule rule;
    private readonly PackageContext package;
    private readonly PackageLocks locks;
    private readonly FunctionLocks here;
    private readonly LockKey key;
    private readonly FlowFunction function;
    private bool? isReleasedApart;

    public LockCheck(MissingUnlockRule rule, PackageContext package, PackageLocks locks, FunctionLocks here, LockKey key)
    {
        this.rule = rule;
        this.package = package;
        this.locks = locks;
        this.here = here;
        this.key = key;
        function = here.Function;
    }

    private bool IsReleasedApart => isReleasedApart ??=
        (!HasHandles() && (function.Outer != null ? locks.IsReleasedApart(key) : locks.IsReleasedForCallersOf(function, key)))
        || IsReleasedBeside();

    public void Run()
    {
        if (IsLockDeferred())
        {
            return;
        }

        var exploration = here.Explore(key, false, out var problem);
        if (problem.ReleasesForCaller || !exploration.IsComplete)
        {
            return;
        }

        var leaks = Leaks(exploration, problem);
        if (leaks.Count == 0)
        {
            return;
        }

        // Paths that ask the same question of a field twice and get different answers are possible, but if the lock
        // depends on the answer the question is what connects locking and unlocking.
        if (IsMixedAtWeakBranch(exploration))
        {
            var surer = here.Explore(key, true, out var surerProblem);
            var kept = Leaks(surer, surerProblem);
            leaks.RemoveAll(l => !kept.Exists(k => k.Kind == l.Kind && k.Place == l.Place && k.Site.Syntax == l.Site.Syntax));
        }

        leaks.RemoveAll(IsDeferredElsewhere);
        leaks.RemoveAll(l => key.IsCounted && TakesAll(l.Site));
        var isReleased = here.EventsOf(key).Any(e => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease
            || (key.IsCounted && e.Kind is LockEventKind.HandOff or LockEventKind.Lend));
        foreach (var group in leaks.GroupBy(l => l.Site.Syntax, ReferenceEqualityComparer.Instance))
        {
            var confidence = Confidence.Possible;
            var reported = new List<LockLeak>();
            foreach (var leak in group)
            {
                var judged = isReleased ? Judge(leak) : JudgeNeverReleased(leak);
                if (judged is { } sure)
                {
                    reported.Add(leak);
                    confidence = sure > confidence ? sure : confidence;
                }
            }

            if (reported.Count > 0)
            {
                RemoveConsequences(reported);
                Report(reported, confidence, exploration, isReleased);
            }
        }
    }

    // defer mu.Lock() where Unlock is meant: another rule's.
    private bool IsLockDeferred() => here.EventsOf(key).Any(e => e.Kind == LockEventKind.DeferAcquire)
        && !here.EventsOf(key).Any(e => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease);

    private static bool IsHeld(LockState state) => state.Status == LockStatus.Held;

    private List<LockLeak> Leaks(PathExploration<LockState> exploration, LockProblem problem)
    {
        var leaks = new List<LockLeak>();
        foreach (var (_, edge, state, facts) in exploration.Exits)
        {
            if (!IsHeld(state))
            {
                continue;
            }

            var site = problem.Sites[state.Site];
            if (edge.Kind == FlowEdgeKind.Return)
            {
                if (!state.IsLent || edge.Syntax is not ReturnStmt statement || !ReturnCarry.MayCarry(function, statement))
                {
                    leaks.Add(new LockLeak(LockLeakKind.Return, site, edge.Syntax!, facts) { IsLent = state.IsLent });
                }
            }
            else if (edge.Kind == FlowEdgeKind.Panic && function.Graph.Recovers && !state.DeferRelease && !state.IsLent
                && edge.From.Successors.Length == 1)
            {
                leaks.Add(new LockLeak(LockLeakKind.Panic, site, edge.Syntax!, facts));
            }
        }

        foreach (var (e, states) in problem.Taking)
        {
            if (!states.Any(s => s.Status == LockStatus.AsBefore))
            {
                continue;
            }

            foreach (var state in states)
            {
                // What is deferred in a loop is another rule's.
                if (IsHeld(state) && !state.DeferRelease && (!key.IsRead || problem.Sites[state.Site] == e))
                {
                    leaks.Add(new LockLeak(LockLeakKind.Relock, problem.Sites[state.Site], e.Syntax, PathFacts.None));
                }
            }
        }

        foreach (var (e, state) in problem.Renewed)
        {
            var leak = new LockLeak(LockLeakKind.Renew, problem.Sites[state.Site], e.Syntax, PathFacts.None);
            if (!leaks.Contains(leak))
            {
                leaks.Add(leak);
            }
        }

        // Of two paths to the same place the one that lent nothing says more.
        return leaks.OrderBy(l => l.IsLent).DistinctBy(l => (l.Kind, l.Site, l.Place)).ToList();
    }

    // A deferred unlock that not every path passes, and a return behind it: the condition of the one is that of the other.
    private bool IsDeferredElsewhere(LockLeak leak)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                if (here.EventsAt(node).Any(e => e.Key == key && e.Kind == LockEventKind.DeferRelease)
                    && Reaches(block, leak.Place))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // An iteration that leaves the lock held is why the function returns with it, if it gets there only by the next one.
    private void RemoveConsequences(List<LockLeak> leaks)
    {
        if (!leaks.Exists(l => l.Kind is LockLeakKind.Relock or LockLeakKind.Renew))
        {
            return;
        }

        var loops = LoopNest.Compute(function.Graph);
        leaks.RemoveAll(l => l.Kind == LockLeakKind.Return && BlockOf(l.Site) is { } taken
            && loops.LoopOf(taken) is { } loop && !Reaches(taken, l.Place, loop.Header));
    }

    private FlowBlock? BlockOf(LockEvent site)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                if (here.EventsAt(node).Contains(site))
                {
                    return block;
                }
            }
        }

        return null;
    }

    private bool Reaches(FlowBlock from, Node place, FlowBlock? avoiding = null)
    {
        var seen = new bool[function.Graph.Blocks.Length];
        var stack = new Stack<FlowBlock>();
        stack.Push(from);
        while (stack.TryPop(out var block))
        {
            foreach (var edge in block.Successors)
            {
                if (edge.Syntax == place)
                {
                    return true;
                }

                if (!seen[edge.To.Index] && edge.To != avoiding)
                {
                    seen[edge.To.Index] = true;
                    stack.Push(edge.To);
                }
            }
        }

        return false;
    }

    private bool IsMixedAtWeakBranch(PathExploration<LockState> exploration)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            if (block.Successors is not [{ Syntax: Expr expression }, ..]
                || here.Conditions.ConditionOf(expression, out _) is not { IsWeak: true })
            {
                continue;
            }

            var points = exploration.At(block);
            if (points.Any(p => IsHeld(p.State)) && points.Any(p => p.State.Status == LockStatus.AsBefore))
            {
                return true;
            }
        }

        return false;
    }

    // The function gives the lock back on some path, and on this one it does not.
    private Confidence? Judge(LockLeak leak)
    {
        var sure = leak.Site.IsStandard ? Confidence.Proved : Confidence.Likely;
        if (leak.Kind != LockLeakKind.Return)
        {
            // Whoever takes all of a semaphore waits for all who have some.
            return leak.Kind == LockLeakKind.Relock && key.IsCounted && !LeavesIteration(leak) ? null : sure;
        }

        if (leak.IsLent && IsCleanedUp(leak.Place))
        {
            return null;
        }

        var statement = leak.Place as ReturnStmt;
        if (statement != null && IsFailure(leak, statement) is { } certain)
        {
            return !IsReleasedApart ? sure : certain && !IsReleasedBeside() ? Confidence.Likely : null;
        }

        var carries = statement != null && ReturnCarry.MayCarry(function, statement);
        if (!IsReleasedApart)
        {
            return carries ? Confidence.Likely : sure;
        }

        return carries || IsLockLike(function.Name) || function.Type.Results != null ? null : Confidence.Possible;
    }

    // An iteration that goes on to the next one by a continue, where others give back what they took.
    private bool LeavesIteration(LockLeak leak) => leak.Site.Syntax == leak.Place
        && LoopAround(leak.Site.Syntax) is { } loop
        && LoopFix.Branches(here, here.Explore(key, false, out _), [leak], out _).Exists(b => loop.Pos <= b.Pos && b.End <= loop.End);

    // for range cap(slots) { slots <- token{} }: whoever takes all of it waits for the others to be done.
    private bool TakesAll(LockEvent site) => LoopAround(site.Syntax) is { } loop
        && here.EventsOf(key).All(e => e.Syntax == site.Syntax || e.Syntax.Pos < loop.Pos || e.Syntax.End > loop.End);

    private Node? LoopAround(Node syntax)
    {
        for (var at = function.Parents.Of(syntax); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return at;
            }
        }

        return null;
    }

    // What can give the lock back is asked to, by a method of its own, before the function returns.
    private bool IsCleanedUp(Node place)
    {
        foreach (var call in function.Calls)
        {
            if (call.Pos > place.Pos || Callees.NameOf(call) is not { } name)
            {
                continue;
            }

            if (Callees.Unparen(call.Fun) is SelectorExpr { X: Ident holder } && function.File.UseOf(holder) is Var variable
                && HoldsRelease(variable))
            {
                return true;
            }

            if (!IsCleanUp(name.Name))
            {
                continue;
            }

            var statement = function.Parents.StatementOf(call);
            if (statement is DeferStmt || (statement != null && place is ReturnStmt
                && function.Parents.Of(statement) == function.Parents.Of(place)))
            {
                return true;
            }
        }

        // defer func() { if err != nil { body.Close() } }()
        return function.Package.Spawns.Defers.Any(d => d.Function == function && d.Statement.Pos < place.Pos
            && d.Statement.Call.Fun is FuncLit && NodeSearch.Any(d.Statement, n =>
                n is CallExpr { Fun: SelectorExpr { X: Ident holder } } && function.File.UseOf(holder) is Var variable && HoldsRelease(variable)));
    }

    // x = &guard{end: func() { mu.Unlock() }}
    private bool HoldsRelease(Var variable) => NodeSearch.Any(function.Body, n => n is AssignStmt assign
        && assign.Lhs.Any(l => l is Ident target && function.File.ObjectOf(target) == variable)
        && assign.Rhs.Any(r => NodeSearch.Any(r, inner => inner is FuncLit literal && locks.Package.FunctionOf(literal) is { } body
            && locks.SummaryOf(body).Effects.Any(e => e.Key == key))));

    private static bool IsCleanUp(string name)
    {
        foreach (var word in (ReadOnlySpan<string>)["close", "release", "unlock", "cancel", "done", "stop", "free", "abort", "clean",
            "rollback", "discard", "finish"])
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The function that unlocks comes with the lock, and is followed.
    private bool HasHandles()
    {
        var taking = here.EventsOf(key).Where(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire).ToList();
        return taking.Count > 0 && taking.TrueForAll(e => here.HasHandle(e.Syntax, key));
    }

    // The function never gives the lock back: it is there to take it, or it forgot.
    private Confidence? JudgeNeverReleased(LockLeak leak)
    {
        if (key.IsCounted)
        {
            return null;
        }

        if (here.HasHandle(leak.Site.Syntax, key))
        {
            return function.Parents.Of(leak.Site.Syntax) is ExprStmt && leak.Kind == LockLeakKind.Return ? Confidence.Likely : null;
        }

        if (leak.Kind != LockLeakKind.Return || PackageContext.IsTest(function.File)
            || leak.Site.Syntax is not CallExpr || function.Name is "main" or "init" || IsClosing(function.Name) || MayEndProcess())
        {
            return null;
        }

        if (!IsReleasedApart)
        {
            return IsReachedFromOutside() || CarriesPath(leak) || !locks.IsReleasedSomewhere(key) ? null : Confidence.Likely;
        }

        // It takes the lock for its caller, who will hardly give it back after a failure.
        return leak.Place is ReturnStmt statement && IsFailure(leak, statement) == true && HasSuccess() && !IsReleasedBeside()
            ? Confidence.Likely
            : null;
    }

    /// <summary>
    /// True if the statement certainly reports a failure, false if it may also be a success, null if it is no failure.
    /// </summary>
    private bool? IsFailure(LockLeak leak, ReturnStmt statement)
    {
        if (!ReturnCarry.IsFailure(function, statement))
        {
            return null;
        }

        if (Callees.Unparen(statement.Results[^1]) is Ident ident && function.File.UseOf(ident) is Var variable)
        {
            return here.Conditions.ConditionThatNil(variable) is { } isNil && leak.Facts.Of(isNil.Number) is { } known
                ? known ? null : true
                : variable.Kind == VarKind.Package || IsInBranchThatNotNil(statement, variable);
        }

        // The error of a call that is returned as it is may be nil; a new one is not.
        return Callees.Unparen(statement.Results[^1]) is not CallExpr call
            || Callees.FunctionOf(function.File, call) is { IsMethod: false, Package.Path: "errors" or "fmt" };
    }

    // if err != nil { return nil, err }
    private bool IsInBranchThatNotNil(ReturnStmt statement, Var variable)
    {
        Node inner = statement;
        for (var at = function.Parents.Of(statement); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is IfStmt branch && branch.Body == inner
                && Callees.Unparen(branch.Cond) is BinaryExpr { Op: TokenKind.Neq } question
                && Callees.Unparen(question.X) is Ident asked && function.File.UseOf(asked) == variable
                && function.File.TypeOf(question.Y).IsNil)
            {
                return true;
            }

            inner = at;
        }

        return false;
    }

    private bool HasSuccess()
    {
        foreach (var edge in function.Graph.Exit.Predecessors)
        {
            if (edge.From.IsLive && edge.Syntax is ReturnStmt { Results: [.., var last] }
                && function.File.TypeOf(last).IsNil)
            {
                return true;
            }
        }

        return false;
    }

    private bool CarriesPath(LockLeak leak) =>
        leak.Place is ReturnStmt statement && ReturnCarry.MayCarry(function, statement) && !key.Path.IsGlobal;

    // A lock that other packages can name, they can give back.
    private bool IsReachedFromOutside()
    {
        if (key.Path.LastField is { } field)
        {
            return field.Exported || field.Package != function.Package.Package.Package;
        }

        // A pointer to a lock came from somewhere, and can be got there again.
        return !key.Path.Steps.IsEmpty || key.Path.Root.Type.Underlying is not StructType
            || (key.Path.IsGlobal ? key.Path.Root.Exported : key.Path.Root.Kind != VarKind.Local);
    }

    // Whoever comes after is to wait until the process is gone.
    private bool MayEndProcess() => function.Calls.Any(call =>
        function.Package.CallsIn(function.File).EndingOf(call) == CallEnding.EndsProcess);

    // Nobody is to take the lock of what is closed: that it stays locked is meant.
    private static bool IsClosing(string name)
    {
        foreach (var word in (ReadOnlySpan<string>)["close", "stop", "shutdown", "destroy", "exit", "finish", "delete"])
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // In the function around a literal, or in a literal beside it.
    private bool IsReleasedBeside()
    {
        foreach (var other in function.Package.Functions)
        {
            if (other != function && other.Root == function.Root && !IsSeen(other) && locks.Touches(other)
                && locks.Of(other).ReleasesUntaken(key))
            {
                return true;
            }
        }

        return false;
    }

    // A literal that always gives the lock back is seen where it is called or handed on: that is part of the paths.
    private bool IsSeen(FlowFunction literal) => literal.Outer == function
        && locks.SummaryOf(literal).Effects.Any(e => e.Key == key && e.Effect == LockEffect.Releases);

    private static bool IsLockLike(string name)
    {
        foreach (var word in (ReadOnlySpan<string>)["lock", "acquire", "begin", "enter", "reserve", "hold"])
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(List<LockLeak> leaks, Confidence confidence, PathExploration<LockState> exploration, bool isReleased)
    {
        var file = function.File.Tree.File;
        var site = leaks[0].Site;
        var name = key.Path.ToString();
        var locked = key.IsCounted ? "taken" : key.IsRead ? "read-locked" : "locked";
        var related = ImmutableArray.CreateBuilder<RelatedPlace>();
        related.Add(new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{locked} here"));
        leaks.Sort((x, y) => PlaceOf(x).Start.CompareTo(PlaceOf(y).Start));
        foreach (var branch in LoopFix.Branches(here, exploration, leaks, out _))
        {
            related.Add(new RelatedPlace(SourceSpan.Of(file, branch), "leaves " + Without));
        }

        foreach (var leak in leaks)
        {
            related.Add(new RelatedPlace(PlaceOf(leak), StepOf(leak, locked)));
        }

        var message = isReleased
            ? $"{name} is {locked} here and still {locked} {Ending(leaks)}"
            : $"{name} is {locked} here and never unlocked: the function returns {Lines(leaks)} without it, "
                + "and no caller unlocks it";
        if (!isReleased && here.HasHandle(site.Syntax, key))
        {
            message = $"{name} is {locked} here, and the function that unlocks it is dropped: nobody can give it back";
        }
        else if (!isReleased && IsReleasedApart)
        {
            message = $"{name} is {locked} here and still {locked} {Ending(leaks)} with an error";
        }

        package.Report(new Finding(rule.Rule, confidence, SourceSpan.Of(file, site.Syntax), function.Name, message,
            related.ToImmutable(), MissingUnlockFix.For(here, key, leaks, exploration, isReleased)));
    }

    private SourceSpan PlaceOf(LockLeak leak)
    {
        var file = function.File.Tree.File;
        return leak.Place is BlockStmt { Rbrace: >= 0 } body
            ? new SourceSpan(file, body.Rbrace, body.Rbrace + 1)
            : SourceSpan.Of(file, leak.Place);
    }

    private string StepOf(LockLeak leak, string locked) => leak.Kind switch
    {
        LockLeakKind.Return when leak.Place is BlockStmt => $"the function ends here {Without}",
        LockLeakKind.Return => $"returns here {Without}",
        LockLeakKind.Panic => $"panics here {Without}, and recovers",
        LockLeakKind.Relock => $"{(key.IsCounted ? "taken" : "locked")} again here while still {locked}",
        _ => $"the next iteration begins here {Without}",
    };

    private string Without => key.IsCounted ? "without giving it back" : "without unlocking";

    private string Ending(List<LockLeak> leaks) => leaks[0].Kind switch
    {
        LockLeakKind.Return when leaks is [{ Place: BlockStmt }] => $"when the function ends {Lines(leaks)}",
        LockLeakKind.Return => $"when the function returns {Lines(leaks)}",
        LockLeakKind.Panic => $"after the panic that is recovered {Lines(leaks)}",
        LockLeakKind.Relock => $"when it is {(key.IsCounted ? "taken" : "locked")} again {Lines(leaks)}",
        _ => "when the next iteration begins",
    };

    private string Lines(List<LockLeak> leaks)
    {
        var lines = leaks.FindAll(l => l.Kind == leaks[0].Kind)
            .ConvertAll(l => PlaceOf(l).StartPosition.Line.ToString(CultureInfo.InvariantCulture));
        lines = [.. lines.Distinct()];
        return lines.Count == 1
            ? $"at line {lines[0]}"
            : $"at lines {string.Join(", ", lines.Take(lines.Count - 1))} and {lines[^1]}";
    }
}
