using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S7Defers;

/// <summary>UP702: a goroutine started by a deferred call that uses what the other deferred calls release.</summary>
internal sealed class DeferGoroutineFrameRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP702", "defer-goroutine-uses-frame", 7, RuleProfile.Leaks,
        "A deferred call starts a goroutine that uses what the function's other deferred calls release.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var cleanup in AsyncCleanup.In(package.Flow))
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (cleanup.Defer == null || cleanup.Function.Outer != cleanup.Frame || cleanup.IsWaitedFor
                || new FrameReleases(cleanup.Frame).UsedBy(cleanup) is not var (use, release, state))
            {
                continue;
            }

            var file = cleanup.Function.File.Tree.File;
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, use), cleanup.Function.Name,
                $"the goroutine uses {use.Name}, which is {state} when the function returns: nothing makes the one wait for "
                + "the other",
                [
                    new RelatedPlace(new SourceSpan(file, cleanup.Statement.Go, cleanup.Statement.Go + 2),
                        "the goroutine starts here, while the function returns"),
                    new RelatedPlace(SourceSpan.Of(file, release), $"{use.Name} is {state} here at the same time"),
                ], []));
        }
    }
}
