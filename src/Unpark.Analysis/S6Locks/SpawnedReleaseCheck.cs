using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Checks the lock that is taken for a goroutine: <c>slots &lt;- token; go func() { ...; &lt;-slots }()</c>. The goroutine
/// has to give it back on each of its ways out.
/// </summary>
internal static class SpawnedReleaseCheck
{
    /// <summary>Checks what a goroutine does to a lock that it does not take itself.</summary>
    public static void Run(MissingUnlockRule rule, PackageContext package, FunctionLocks here, LockKey key)
    {
        var function = here.Function;
        if (function.Outer is not { } outer || function.Parents.Of(function.Syntax) is not CallExpr call
            || call.Fun != function.Syntax || function.Parents.Of(call) is not GoStmt start || here.IsOwn(key)
            || here.EventsOf(key).Any(e => e.Kind != LockEventKind.Release) || !IsHeldAt(package.Locks.Of(outer), key, start))
        {
            return;
        }

        var exploration = here.Explore(key, true, out _);
        var ends = exploration.Exits.Where(e => e.Edge.Kind == FlowEdgeKind.Return).ToList();
        if (!exploration.IsComplete || !ends.Exists(e => e.State.Status == LockStatus.Released)
            || ends.Exists(e => e.State.Status is not (LockStatus.Released or LockStatus.AsBefore))
            || ends.Find(e => e.State.Status == LockStatus.AsBefore && e.Edge.Syntax is ReturnStmt)?.Edge.Syntax is not { } leaves)
        {
            return;
        }

        var file = function.File.Tree.File;
        var release = here.EventsOf(key).First();
        var site = package.Locks.Of(outer).EventsOf(key).First(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire);
        var taken = key.IsCounted ? "taken" : "locked";
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, site.Syntax), outer.Name,
            $"{key.Path} is {taken} here for a goroutine that gives it back at line {file.PositionOf(release.Syntax.Pos).Line}, but not "
                + $"when it returns at line {file.PositionOf(leaves.Pos).Line}",
            [
                new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{taken} here"),
                new RelatedPlace(new SourceSpan(file, start.Go, start.Go + 2), "the goroutine starts here"),
                new RelatedPlace(SourceSpan.Of(file, leaves), "returns here without giving it back"),
            ], []));
    }

    private static bool IsHeldAt(FunctionLocks outer, LockKey key, GoStmt start)
    {
        if (!outer.AllKeys.Contains(key))
        {
            return false;
        }

        var (exploration, problem) = outer.Follow(key);
        return exploration.IsComplete && problem.Before(new FlowNode(FlowNodeKind.Statement, start)) is { Count: > 0 } before
            && before.Any(s => s.Status == LockStatus.Held)
            && before.All(s => s is { Status: LockStatus.Held, DeferRelease: false } or { Status: LockStatus.Elsewhere });
    }
}
