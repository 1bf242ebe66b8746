using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Looks in one function for locks that are taken while they are held.</summary>
internal sealed class DoubleLockCheck
{
    private readonly DoubleLockRule rule;
    private readonly PackageContext package;
    private readonly FlowFunction function;
    private readonly FunctionLocks locks;
    private readonly Dictionary<LockAct, List<ActChain>> taking = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> reported = new(ReferenceEqualityComparer.Instance);

    public DoubleLockCheck(DoubleLockRule rule, PackageContext package, FlowFunction function)
    {
        this.rule = rule;
        this.package = package;
        this.function = function;
        locks = package.Locks.Of(function);
    }

    public void Run()
    {
        foreach (var key in HeldLocks.Taken(locks).ToList())
        {
            var (exploration, problem) = locks.Follow(key);
            if (!exploration.IsComplete)
            {
                continue;
            }

            DeferredLock(key, problem);
            DeferredInLoop(key, problem);
            foreach (var act in package.Acts.Of(function).Acts)
            {
                if (act.Kind is LockActKind.Take or LockActKind.Call or LockActKind.Format or LockActKind.Once
                    && HeldLocks.SiteAt(locks, key, act) is { } site)
                {
                    Check(key, site, act);
                }
            }
        }

        Callbacks();
    }

    private void Check(LockKey key, LockEvent site, LockAct act)
    {
        if (!taking.TryGetValue(act, out var chains))
        {
            chains = [.. package.Acts.Expand(function, act).Where(c => c is { Last.Kind: LockActKind.Take, Path: not null })];
            taking.Add(act, chains);
        }

        foreach (var chain in chains)
        {
            if (chain.Path!.Equals(key.Path)
                && (chain.Next != null || !IsUnlockMissing(key, act)) && Judge(key, site, chain) is { } confidence)
            {
                Report(key, site, chain, confidence);
                return;
            }
        }
    }

    // The same place is reached without the lock too: an unlock is missing on the way, which is another rule's.
    private bool IsUnlockMissing(LockKey key, LockAct act) => key.IsRead == act.IsRead
        && locks.StatesAt(key, act).Any(s => s.Status == LockStatus.AsBefore);

    private Confidence? Judge(LockKey key, LockEvent site, ActChain chain)
    {
        if (chain.Tests.Any(t => t.Parameter.Kind != VarKind.Parameter))
        {
            return null;
        }

        // What gives it back came with it: a transaction, a guard.
        if (site.Syntax is CallExpr taking && Callees.NameOf(taking) is not { Name: "Lock" or "RLock" }
            && !locks.HasHandle(taking, key) && ReturnCarry.MayCarry(function.File.TypeOf(taking).Type))
        {
            return null;
        }

        // Somebody else gives it back: a signal more than a lock.
        if (chain.Next == null && (package.Locks.IsReleasedApart(key) || IsReleasedBeside(key) || IsHandedOut(key)))
        {
            return null;
        }

        if (key.IsRead && chain.IsRead)
        {
            return IsWritten(key) && !PackageContext.IsTest(function.File) ? Confidence.Likely : null;
        }

        if (chain.Tests.Any(t => function.Locals.Of(t.Parameter)?.Function != function))
        {
            return Confidence.Possible;
        }

        return chain.IsAlwaysBelow() && site.IsStandard && chain.Last.IsStandard ? Confidence.Proved : Confidence.Likely;
    }

    private bool IsReleasedBeside(LockKey key) => package.Flow.Functions.Any(f => f != function && f.Root == function.Root
        && package.Locks.Touches(f) && (package.Locks.Of(f).ReleasesUntaken(key) || OnlyReleases(package.Locks.Of(f), key)));

    private static bool OnlyReleases(FunctionLocks locks, LockKey key) =>
        locks.EventsOf(key).Any(e => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease)
        && locks.EventsOf(key).All(e => e.Kind is not (LockEventKind.Acquire or LockEventKind.TryAcquire));

    // Unknown code that is given the object may unlock it.
    private bool IsHandedOut(LockKey key)
    {
        var paths = new PathResolver(function);
        return function.Calls.Any(call => (Callees.FunctionOf(function.File, call) is not { } callee
                || package.Flow.FunctionOf(callee) == null)
            && call.Args.Any(a => paths.Of(a) is { } path && path.IsPrefixOf(key.Path) && Callees.NameOf(call)?.Name != "append"));
    }

    // Readers disturb each other only if a writer waits between them.
    private bool IsWritten(LockKey key)
    {
        foreach (var other in package.Flow.Functions)
        {
            if (package.Locks.Touches(other) && package.Locks.Of(other).Takes(key with { IsRead = false }))
            {
                return true;
            }
        }

        return false;
    }

    // mu.Lock(); defer mu.Lock()
    private void DeferredLock(LockKey key, LockProblem problem)
    {
        foreach (var e in locks.EventsOf(key))
        {
            if (e is not { Kind: LockEventKind.DeferAcquire, Syntax: DeferStmt statement }
                || Callees.NameOf(statement.Call) is not { Name: "Lock" or "RLock" } name
                || problem.Before(NodeOf(statement)) is not { } before
                || locks.EventsOf(key).Any(o => o.Kind is LockEventKind.Release or LockEventKind.DeferRelease)
                || !before.Any(s => s.Status == LockStatus.Held && s.Site >= 0))
            {
                continue;
            }

            var site = problem.Sites[before.First(s => s.Status == LockStatus.Held && s.Site >= 0).Site];
            var file = function.File.Tree.File;
            var verb = key.IsRead ? "read-locked" : "locked";
            if (reported.Add(statement))
            {
                package.Report(new Finding(rule.Rule, Confidence.Proved, SourceSpan.Of(file, statement), function.Name,
                    $"{key.Path} is {verb} again when the function ends, though it is {verb} since line "
                        + $"{Line(site.Syntax)}: {name.Name} is deferred where {Opposite(name.Name)} is meant",
                    [
                        new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{verb} here"),
                        new RelatedPlace(SourceSpan.Of(file, statement), $"{verb} again when the function ends"),
                    ],
                    [
                        new Fix($"Defer {Opposite(name.Name)}", true,
                            [new TextEdit(file, name.Pos, name.End, Opposite(name.Name))]),
                    ]));
            }
        }
    }

    // for { mu.Lock(); defer mu.Unlock() }: the lock is held until the function ends, and the next iteration waits for it.
    private void DeferredInLoop(LockKey key, LockProblem problem)
    {
        foreach (var (e, states) in problem.Taking)
        {
            var held = states.FirstOrDefault(s => s is { Status: LockStatus.Held, DeferRelease: true, Site: >= 0 });
            if (held.Status != LockStatus.Held || problem.Sites[held.Site] != e || !reported.Add(e.Syntax))
            {
                continue;
            }

            var file = function.File.Tree.File;
            var defer = locks.EventsOf(key).First(o => o.Kind == LockEventKind.DeferRelease);
            package.Report(new Finding(rule.Rule, key.IsRead ? Confidence.Likely : Confidence.Proved,
                SourceSpan.Of(file, e.Syntax), function.Name,
                $"{key.Path} is locked in a loop and unlocked only when the function ends: the second iteration waits "
                    + "for the first one's lock for ever",
                [
                    new RelatedPlace(SourceSpan.Of(file, e.Syntax), "locked here, and again in the next iteration"),
                    new RelatedPlace(SourceSpan.Of(file, defer.Syntax), "unlocked only when the function ends"),
                ],
                []));
        }
    }

    // each(func() { mu.Lock() }) where each calls its function with mu locked.
    private void Callbacks()
    {
        foreach (var act in package.Acts.Of(function).Acts)
        {
            if (act is not { Kind: LockActKind.Call, Callee: { } callee })
            {
                continue;
            }

            for (var i = 0; i < callee.Arguments.Length; i++)
            {
                if (package.Acts.Bind(function, new PathResolver(function), callee.Arguments[i]) is { } given)
                {
                    Callback(act, callee, i, given);
                }
            }
        }
    }

    private void Callback(LockAct act, BoundFunction callee, int index, BoundFunction given)
    {
        var taken = package.Acts.ChainsOf(given.Function).Where(c => c.Last.Kind == LockActKind.Take && c.Path != null).ToList();
        if (taken.Count == 0 || !package.Locks.Touches(callee.Function))
        {
            return;
        }

        var below = package.Locks.Of(callee.Function);
        foreach (var call in package.Acts.Of(callee.Function).Acts)
        {
            if (call.Kind != LockActKind.Callback || call.Path is not { } parameter
                || ParameterAt(callee.Function, index) != parameter.Root)
            {
                continue;
            }

            foreach (var key in HeldLocks.Taken(below))
            {
                if (HeldLocks.SiteAt(below, key, call) is not { } site
                    || PackageActs.Translate(function, callee, key.Path) is not { } held)
                {
                    continue;
                }

                foreach (var chain in taken)
                {
                    if (PackageActs.Translate(function, given, chain.Path!)?.Equals(held) == true
                        && (!key.IsRead || !chain.IsRead) && chain.Tests.IsEmpty && reported.Add(callee.Arguments[index]))
                    {
                        ReportCallback(act, callee, index, held, call, site, chain);
                    }
                }
            }
        }
    }

    private static Var? ParameterAt(FlowFunction callee, int index)
    {
        foreach (var field in callee.Type.Params.List)
        {
            if (index < field.Names.Length)
            {
                return callee.File.DefOf(field.Names[index]) as Var;
            }

            index -= Math.Max(1, field.Names.Length);
        }

        return null;
    }

    private void ReportCallback(LockAct act, BoundFunction callee, int index, AccessPath held, LockAct call, LockEvent site,
        ActChain chain)
    {
        var file = function.File.Tree.File;
        var theirs = callee.Function.File.Tree.File;
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        places.Add(new RelatedPlace(SourceSpan.Of(file, act.Syntax), $"calls {callee.Function.Object?.Name ?? "the function"}"));
        places.Add(new RelatedPlace(SourceSpan.Of(theirs, site.Syntax), "which locks here"));
        places.Add(new RelatedPlace(SourceSpan.Of(theirs, call.Syntax), "and calls the function it was given"));
        ChainPlaces.Add(places, chain, "which locks again here");
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, callee.Arguments[index]), function.Name,
            $"the function given to {callee.Function.Object?.Name ?? "another one"} here locks {held}, which is held when it "
                + "is called: the goroutine waits for itself for ever",
            places.ToImmutable(), []));
    }

    private void Report(LockKey key, LockEvent site, ActChain chain, Confidence confidence)
    {
        if (!reported.Add(chain.Act.Syntax))
        {
            return;
        }

        var file = function.File.Tree.File;
        var locked = key.IsRead ? "read-locked" : "locked";
        var again = chain.IsRead ? "read-locks" : "locks";
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        places.Add(new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{locked} here"));
        ChainPlaces.Add(places, chain, $"{again} it here while it is {locked}");
        var why = key.IsRead && chain.IsRead
            ? "if another goroutine waits to write in between, both wait for ever"
            : "the goroutine waits for itself for ever";
        var message = chain.Next == null
            ? $"{key.Path} is {(chain.IsRead ? "read-locked" : "locked")} here while it is {locked} since line "
                + $"{Line(site.Syntax)}: {why}"
            : $"{ChainPlaces.Callee(chain)} {again} {key.Path}, which is {locked} here since line {Line(site.Syntax)}: {why}";
        package.Report(new Finding(rule.Rule, confidence, ChainPlaces.Span(chain), function.Name, message,
            places.ToImmutable(), []));
    }

    private static FlowNode NodeOf(DeferStmt statement) => new(FlowNodeKind.Statement, statement);

    private static string Opposite(string name) => name == "RLock" ? "RUnlock" : "Unlock";

    private string Line(Node syntax) => ChainPlaces.LineOf(function, syntax);
}
