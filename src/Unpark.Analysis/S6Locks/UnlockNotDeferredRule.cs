using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis.S8Panics;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP605: a lock is given back by hand, though a return or something that may panic comes in between.</summary>
internal sealed class UnlockNotDeferredRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP605", "unlock-not-deferred", 6, RuleProfile.Strict,
        "A lock is given back by hand, though a return or a call that may panic comes in between: a deferred unlock runs on every path.");

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
            if (PackageContext.IsTest(function.File) || !package.Locks.Touches(function))
            {
                continue;
            }

            var here = package.Locks.Of(function);
            foreach (var key in HeldLocks.Taken(here).ToList())
            {
                CheckLock(package, here, key);
            }
        }
    }

    private void CheckLock(PackageContext package, FunctionLocks here, LockKey key)
    {
        // What is deferred, handed on or unclear is no business of this rule.
        var events = here.EventsOf(key).ToList();
        if (events.Exists(e => e.Kind is not (LockEventKind.Acquire or LockEventKind.Release) || e.Syntax is not CallExpr)
            || events.FindAll(e => e.Kind == LockEventKind.Acquire) is not [var site])
        {
            return;
        }

        // Where the lock is kept on a path, that is another rule's.
        var (exploration, problem) = here.Follow(key);
        if (!exploration.IsComplete || problem.ReleasesForCaller
            || exploration.Exits.Any(e => e.State.Status == LockStatus.Held && e.Edge.Kind == FlowEdgeKind.Return))
        {
            return;
        }

        var releases = events.FindAll(e => e.Kind == LockEventKind.Release);
        var leak = new LockLeak(LockLeakKind.Panic, site, here.Function.Parents.StatementOf(site.Syntax) ?? site.Syntax, PathFacts.None);
        var fixes = MissingUnlockFix.For(here, key, [leak], exploration, true)
            .Where(f => f.Edits.Any(e => e.NewText.Contains("defer ", StringComparison.Ordinal))).ToImmutableArray();
        if (releases.Count > 1)
        {
            // Where the function goes on without the lock, it is meant to be given back there.
            if (!fixes.IsEmpty)
            {
                ReportReturns(package, here.Function, key, site, releases, fixes);
            }

            return;
        }

        foreach (var (step, _) in HeldSteps.Of(here, key, exploration))
        {
            if (PanicSources.In(here.Function, step.Syntax, false) is var (place, what) && releases.Count == 1)
            {
                ReportPanic(package, here.Function, key, site, releases[0], (place, what), fixes);
                return;
            }
        }
    }

    private void ReportReturns(PackageContext package, FlowFunction function, LockKey key, LockEvent site,
        List<LockEvent> releases, ImmutableArray<Fix> fixes)
    {
        var file = function.File.Tree.File;
        var related = ImmutableArray.CreateBuilder<RelatedPlace>();
        related.Add(new RelatedPlace(SourceSpan.Of(file, site.Syntax), "locked here"));
        releases.Sort((x, y) => x.Syntax.Pos.CompareTo(y.Syntax.Pos));
        related.AddRange(releases.Select(r => new RelatedPlace(SourceSpan.Of(file, r.Syntax), "unlocked by hand here")));
        var lines = releases.ConvertAll(r => file.PositionOf(r.Syntax.Pos).Line.ToString(CultureInfo.InvariantCulture));
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, site.Syntax), function.Name,
            $"{key.Path} is unlocked by hand on every way out, at lines {string.Join(", ", lines.Take(lines.Count - 1))} and "
                + $"{lines[^1]}: the next return that is added, or a panic, leaves it locked; a deferred unlock does not",
            related.ToImmutable(), fixes));
    }

    private void ReportPanic(PackageContext package, FlowFunction function, LockKey key, LockEvent site, LockEvent release,
        (Node Place, string What) source, ImmutableArray<Fix> fixes)
    {
        var file = function.File.Tree.File;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, site.Syntax), function.Name,
            $"{key.Path} is unlocked by hand behind line {file.PositionOf(source.Place.Pos).Line}, which {source.What}: if that "
                + "panics the lock stays locked, and only a deferred unlock gives it back",
            [
                new RelatedPlace(SourceSpan.Of(file, site.Syntax), "locked here"),
                new RelatedPlace(SourceSpan.Of(file, source.Place), $"{source.What} here while it is locked"),
                new RelatedPlace(SourceSpan.Of(file, release.Syntax), "unlocked by hand here"),
            ], fixes));
    }
}
