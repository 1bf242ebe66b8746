using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.S6Locks;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>UP801: a panic that somebody recovers passes by an unlock, a Done, a close or a send that others wait for.</summary>
internal sealed class PanicSkipsReleaseRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP801", "panic-skips-release", 8, RuleProfile.Leaks,
        "A panic that is recovered skips an Unlock, a Done, a close or a send that others wait for.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        RecoveredFunctions? recovered = null;
        PackageLocks? locks = null;
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            var locksHere = function.Calls.Any(c => Callees.NameOf(c) is { Name: "Lock" or "RLock" });
            var panics = locksHere && function.Calls.Any(c => function.Package.CallsIn(function.File).EndingOf(c) == CallEnding.Panics);
            if (!locksHere && !SignalsPlainly(function))
            {
                continue;
            }

            recovered ??= new RecoveredFunctions(package.Flow);
            var recovery = recovered.Of(function);
            if (locksHere && (panics || recovery != null))
            {
                locks ??= new PackageLocks(package.Flow);
                CheckLocks(package, locks.Of(function), recovery);
            }

            if (recovery != null)
            {
                CheckSignals(package, function, recovery);
            }
        }
    }

    private void CheckLocks(PackageContext package, FunctionLocks here, Recovery? recovery)
    {
        var function = here.Function;
        foreach (var key in here.Keys)
        {
            var events = here.EventsOf(key).ToList();
            if (!events.Exists(e => e.Kind == LockEventKind.Acquire) || !events.Exists(e => e.Kind == LockEventKind.Release)
                || events.Exists(e => e.Kind is LockEventKind.DeferRelease or LockEventKind.Lend or LockEventKind.HandOff))
            {
                continue;
            }

            var exploration = here.Explore(key, true, out var problem);
            if (HeldPanic(here, key, exploration, recovery != null) is not var (place, what, site))
            {
                continue;
            }

            var isExplicit = what == "panics";
            if (!isExplicit && (recovery == null || ReleasesInDefer(recovery)))
            {
                continue;
            }

            if (isExplicit && (recovery?.Defer != null || (recovery == null && package.Package.Package.Name == "main")))
            {
                // Its own recover: another rule says so. And a program that nobody recovers for ends here.
                continue;
            }

            var file = function.File.Tree.File;
            var related = ImmutableArray.CreateBuilder<RelatedPlace>();
            related.Add(new RelatedPlace(SourceSpan.Of(file, site), key.IsRead ? "read-locked here" : "locked here"));
            related.Add(new RelatedPlace(SourceSpan.Of(file, place), isExplicit ? "panics here while it is locked" : what + " here while it is locked"));
            if (recovery != null)
            {
                related.Add(new RelatedPlace(recovery.Place, recovery.Reason));
            }

            var line = file.PositionOf(place.Pos).Line;
            var reason = recovery?.Reason ?? (AnswersRequest(function) ? "net/http recovers the panics of handlers" : null);
            var consequence = reason != null
                ? $"{reason}, so the process goes on and the next one to lock it waits for ever"
                : "if a caller recovers, the next one to lock it waits for ever";
            var message = isExplicit
                ? $"{key.Path} stays locked when line {line} panics: {consequence}"
                : $"{key.Path} stays locked if line {line} panics, which {what}: {consequence}";

            // Mostly a broken invariant that ends the process: only whoever recovers makes a leak of it.
            var confidence = reason != null ? Confidence.Likely : Confidence.Possible;
            package.Report(new Finding(Rule, confidence, SourceSpan.Of(file, site), function.Name, message,
                related.ToImmutable(), LockFixes(here, key, exploration, problem, place, isExplicit)));
        }
    }

    // A ResponseWriter that is kept in a field is good only as long as its handler runs.
    private static bool AnswersRequest(FlowFunction function) => NodeSearch.Any(function.Body, n => n is SelectorExpr { Sel: var name }
        && function.File.UseOf(name) is Var { IsField: true } field && GoTypes.IsNamed(field.Type, "net/http", "ResponseWriter"));

    private static bool ReleasesInDefer(Recovery recovery) => recovery.Defer != null
        && NodeSearch.Any(recovery.Defer, n => n is SelectorExpr { Sel.Name: "Unlock" or "RUnlock" });

    private static ImmutableArray<Fix> LockFixes(FunctionLocks here, LockKey key, PathExploration<LockState> exploration,
        LockProblem problem, Node place, bool isExplicit)
    {
        var sites = problem.Sites.Where(s => s.Kind == LockEventKind.Acquire).ToList();
        if (sites.Count == 0)
        {
            return [];
        }

        var leaks = new List<LockLeak>();
        foreach (var (_, edge, state, facts) in exploration.Exits)
        {
            if (edge.Kind == FlowEdgeKind.Panic && state is { Status: LockStatus.Held, DeferRelease: false } && edge.Syntax is { } panics)
            {
                leaks.Add(new LockLeak(LockLeakKind.Panic, sites[0], panics, facts));
            }
        }

        if (leaks.Count == 0)
        {
            leaks.Add(new LockLeak(LockLeakKind.Panic, sites[0], here.Function.Parents.StatementOf(place) ?? place, PathFacts.None));
        }

        var fixes = MissingUnlockFix.For(here, key, leaks, exploration, true);
        return isExplicit
            ? fixes
            : [.. fixes.Where(f => f.Edits.Any(e => e.NewText.Contains("defer ", StringComparison.Ordinal)))];
    }

    // The first place at which the lock is held, nothing deferred gives it back, and something may well panic.
    private static (Node Place, string What, Node Site)? HeldPanic(FunctionLocks here, LockKey key,
        PathExploration<LockState> exploration, bool implicitly)
    {
        var function = here.Function;
        var calls = function.Package.CallsIn(function.File);
        (Node Place, string What, Node Site)? best = null;
        foreach (var (step, site) in HeldSteps.Of(here, key, exploration))
        {
            var found = ExplicitIn(function, calls, step.Syntax)
                ?? (implicitly ? PanicSources.In(function, step.Syntax, false) : null);
            if (found is var (place, what) && (best == null || what == "panics" && best.Value.What != "panics"))
            {
                best = (place, what, site);
            }
        }

        return best;
    }

    private static (Node Place, string What)? ExplicitIn(FlowFunction function, ICallOracle calls, Node step) =>
        step is ExprStmt { X: CallExpr call } && calls.EndingOf(call) == CallEnding.Panics ? (call, "panics") : null;

    private static bool SignalsPlainly(FlowFunction function) =>
        function.Body.List.Any(s => SignalOf(function, s) != null);

    // A statement of the body itself that others may wait for: wg.Done(), close(ch), ch <- v.
    private static (Expr Target, string What)? SignalOf(FlowFunction function, Stmt statement) => statement switch
    {
        ExprStmt { X: CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var group }, Args.IsEmpty: true } }
            when GoTypes.IsNamed(function.File.TypeOf(group).Type, "sync", "WaitGroup") => (group, "Done"),
        ExprStmt { X: CallExpr { Fun: Ident { Name: "close" } name, Args: [var channel] } }
            when function.File.UseOf(name) is Builtin => (channel, "close"),
        SendStmt send => (send.Chan, "send"),
        _ => null,
    };

    private void CheckSignals(PackageContext package, FlowFunction function, Recovery recovery)
    {
        var list = function.Body.List;
        for (var i = 0; i < list.Length; i++)
        {
            if (SignalOf(function, list[i]) is not var (target, what) || IsDeferredToo(function, target, recovery)
                || IsLocal(function, target))
            {
                continue;
            }

            var isReported = false;
            for (var j = 0; j < i && !isReported; j++)
            {
                if (PanicSources.In(function, list[j], true) is var (place, how) && !IsUnder(function, place, list[j]))
                {
                    Report(package, function, list[i], target, what, place, how, recovery);
                    isReported = true;
                }
            }

            // results <- work(): nothing is sent if what gives the value panics.
            if (!isReported && list[i] is SendStmt send && PanicSources.In(function, send.Value, true) is var (source, reason))
            {
                Report(package, function, list[i], target, what, source, reason, recovery);
            }
        }
    }

    // In a branch that leaves, the statement is not reached anyhow.
    private static bool IsUnder(FlowFunction function, Node place, Stmt statement)
    {
        for (var at = function.Parents.Of(place); at != null && at != statement; at = function.Parents.Of(at))
        {
            if (at is BlockStmt { List: [.., ReturnStmt] })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeferredToo(FlowFunction function, Expr target, Recovery recovery)
    {
        var path = new PathResolver(function).Of(target);
        if (path == null)
        {
            return true;
        }

        foreach (var (owner, defer) in function.Package.Spawns.Defers)
        {
            if (owner == function && (NodeSearch.Names(function.File, defer, path.Root)
                || (recovery.Defer == defer && Callees.Unparen(defer.Call.Fun) is not FuncLit)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLocal(FlowFunction function, Expr target) =>
        new PathResolver(function).Of(target) is { Root: { Kind: VarKind.Local } root }
        && function.Locals.Of(root)?.Function == function && function.Literals.IsEmpty;

    private void Report(PackageContext package, FlowFunction function, Stmt signal, Expr target, string what, Node place,
        string how, Recovery recovery)
    {
        var file = function.File.Tree.File;
        var name = file.Text(target.Pos, target.End);
        var later = file.PositionOf(signal.Pos).Line;
        var skipped = what switch
        {
            "Done" => $"{name}.Done in line {later} is skipped",
            "close" => $"{name} is not closed in line {later}",
            _ => $"nothing is sent to {name} in line {later}",
        };
        var condition = how == "panics" ? "when this panics" : $"if this panics, as it {how},";

        // What a method sends that a handler calls is a message more than the end of work: that a function which is given
        // may panic is not enough to say that somebody misses it.
        var isMessage = what == "send" && how != "panics" && recovery.Defer == null && function.Object != null
            && !function.Package.Spawns.Goes.Any(g => function.Package.TargetOf(g.Function.File, g.Statement.Call) == function);
        package.Report(new Finding(Rule, isMessage ? Confidence.Possible : Confidence.Likely, SourceSpan.Of(file, place), function.Name,
            $"{condition} {skipped}: {recovery.Reason}, and whoever waits for it waits for ever",
            [
                new RelatedPlace(recovery.Place, recovery.Reason),
                new RelatedPlace(SourceSpan.Of(file, signal), "skipped then"),
            ], what == "send" ? [] : Fixes(function, signal)));
    }

    // As the last statement it runs at the same time when it is deferred, first of all deferred calls.
    private static ImmutableArray<Fix> Fixes(FlowFunction function, Stmt signal)
    {
        var file = function.File.Tree.File;
        var first = function.Body.List[0];
        if (function.Body.List[^1] != signal || SourceEdits.RemoveLine(file, signal) is not { } removal
            || !SourceEdits.IsFirstOnLine(file, first.Pos))
        {
            return [];
        }

        var text = file.Text(signal.Pos, signal.End);
        var last = function.Package.Spawns.Defers.Where(d => d.Function == function && function.Body.List.Contains(d.Statement))
            .Select(d => d.Statement).LastOrDefault();
        var insertion = last != null
            ? SourceEdits.InsertAfter(file, last, "defer " + text)
            : SourceEdits.InsertBefore(file, first.Pos, "defer " + text);
        return [new Fix($"Defer {text}", true, [insertion, removal])];
    }
}
