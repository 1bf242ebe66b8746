using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP606: a lock is given back that is not held, not in that mode, or only in a copy.</summary>
internal sealed class WrongUnlockRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP606", "wrong-unlock", 6, RuleProfile.Leaks,
        "A lock is given back that is not held: the program dies of it, or the lock that is held stays so.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Locks.TakesLocks)
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!package.Locks.Touches(function))
            {
                continue;
            }

            var locks = package.Locks.Of(function);
            foreach (var key in locks.Keys)
            {
                WrongMode(package, locks, key);
                Twice(package, locks, key);
                Copy(package, locks, key);
            }
        }
    }

    // mu.Lock(); mu.RUnlock()
    private void WrongMode(PackageContext package, FunctionLocks locks, LockKey key)
    {
        var other = key with { IsRead = !key.IsRead };
        if (!locks.Keys.Contains(other))
        {
            return;
        }

        // Taken in one mode only, and given back in the other mode only where it is held.
        var function = locks.Function;
        if (locks.EventsOf(key).Any(e => e.Kind is not (LockEventKind.Release or LockEventKind.DeferRelease)))
        {
            return;
        }

        var (exploration, problem) = locks.Follow(other);
        if (!exploration.IsComplete)
        {
            return;
        }

        foreach (var e in locks.EventsOf(key))
        {
            var call = e.Syntax switch { CallExpr direct => direct, DeferStmt defer => defer.Call, _ => null };
            if (call == null || Callees.NameOf(call) is not { Name: "Unlock" or "RUnlock" } name
                || problem.Before(new FlowNode(FlowNodeKind.Statement, StatementOf(function, e.Syntax))) is not { Count: > 0 } before
                || !before.All(s => s is { Status: LockStatus.Held, DeferRelease: false, IsLent: false, Site: >= 0 }))
            {
                continue;
            }

            var site = problem.Sites[before.First().Site];
            if (locks.EventsOf(other).Any(o => o.Kind is LockEventKind.Release or LockEventKind.DeferRelease
                && o.Syntax.Pos > e.Syntax.Pos) && e.Kind == LockEventKind.DeferRelease)
            {
                continue;
            }

            var file = function.File.Tree.File;
            var right = key.IsRead ? "Unlock" : "RUnlock";
            var locked = other.IsRead ? "read-locked" : "locked";
            package.Report(new Finding(Rule, e.IsStandard ? Confidence.Proved : Confidence.Likely, SourceSpan.Of(file, e.Syntax),
                function.Name, $"{key.Path} is {locked} since line {ChainPlaces.LineOf(function, site.Syntax)}, and {name.Name} does "
                    + $"not unlock that: it takes {right}",
                [
                    new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{locked} here"),
                    new RelatedPlace(SourceSpan.Of(file, e.Syntax), "unlocked as something else here"),
                ],
                [new Fix($"Call {right}", true, [new TextEdit(file, name.Pos, name.End, right)])]));
        }
    }

    // mu.Unlock(); mu.Unlock(), or an explicit one besides a deferred one.
    private void Twice(PackageContext package, FunctionLocks locks, LockKey key)
    {
        var events = locks.EventsOf(key).ToList();
        var function = locks.Function;
        if (!events.Exists(e => e.Kind is LockEventKind.Acquire) || events.Exists(e => e.Kind is not (LockEventKind.Acquire
                or LockEventKind.Release or LockEventKind.DeferRelease)))
        {
            return;
        }

        var problem = new SecondUnlockProblem(key, locks);
        var exploration = PathExplorer.Explore(function.Graph, locks.Conditions, problem, true);
        if (!exploration.IsComplete)
        {
            return;
        }

        foreach (var (second, first) in problem.Found)
        {
            if (key.IsRead && ReferenceEquals(second.Syntax, first.Syntax))
            {
                // As many as were taken, in a loop of its own.
                continue;
            }

            var file = function.File.Tree.File;
            var isDeferred = second.Kind == LockEventKind.DeferRelease;
            var line = ChainPlaces.LineOf(function, first.Syntax);
            var message = isDeferred
                ? $"{key.Path} is unlocked here when the function ends, though on a path it is unlocked already, at line {line}: "
                    + "the program dies of it"
                : $"{key.Path} is unlocked here, though on a path it is unlocked already, at line {line}: the program dies of it";
            package.Report(new Finding(Rule, second.IsStandard ? Confidence.Proved : Confidence.Likely,
                SourceSpan.Of(file, second.Syntax), function.Name, message,
                [
                    new RelatedPlace(SourceSpan.Of(file, first.Syntax), "unlocked here"),
                    new RelatedPlace(SourceSpan.Of(file, second.Syntax), isDeferred
                        ? "and again when the function ends" : "and again here"),
                ],
                []));
        }
    }

    // func (t table) unlock() { t.mu.Unlock() }: of the caller's lock this unlocks a copy.
    private void Copy(PackageContext package, FunctionLocks locks, LockKey key)
    {
        var function = locks.Function;
        if (key.Path.Root.Kind is not (VarKind.Receiver or VarKind.Parameter) || !IsCopied(function, key.Path)
            || locks.EventsOf(key).Any(e => e.Kind is not (LockEventKind.Release or LockEventKind.DeferRelease)))
        {
            return;
        }

        foreach (var e in locks.EventsOf(key))
        {
            if (!e.IsStandard)
            {
                continue;
            }

            var file = function.File.Tree.File;
            var root = key.Path.Root;
            var fixes = Declaration(function, root) is { Type: { } type }
                && root.Kind == VarKind.Receiver
                ? ImmutableArray.Create(new Fix($"Make {root.Name} a pointer", true, [new TextEdit(file, type.Pos, type.Pos, "*")]))
                : [];
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, e.Syntax), function.Name,
                $"{key.Path} is a copy, as {root.Name} is no pointer: unlocking it does not unlock the lock that was copied",
                [new RelatedPlace(SourceSpan.Of(file, e.Syntax), "unlocks the copy")], fixes));
            return;
        }
    }

    private static Field? Declaration(FlowFunction function, Var variable) =>
        function.Syntax is FuncDecl { Recv.List: [{ Names: [var name] } field] } && function.File.DefOf(name) == variable
            ? field
            : null;

    // The mutex lies in the variable itself: no pointer is on the way.
    private static bool IsCopied(FlowFunction function, AccessPath path)
    {
        if (function.Locals.Of(path.Root)?.Function != function)
        {
            return false;
        }

        var type = GoTypes.Unalias(path.Root.Type);
        foreach (var step in path.Steps)
        {
            if (step.Field is not { } field || type.Underlying is not StructType)
            {
                return false;
            }

            type = GoTypes.Unalias(field.Type);
        }

        return type is NamedType && type.Underlying is StructType
            && (GoTypes.IsNamed(type, "sync", "Mutex") || GoTypes.IsNamed(type, "sync", "RWMutex"));
    }

    private static Node StatementOf(FlowFunction function, Node syntax) =>
        (Node?)function.Parents.StatementOf(syntax) ?? syntax;
}
