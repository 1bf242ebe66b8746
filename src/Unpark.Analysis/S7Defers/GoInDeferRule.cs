using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S7Defers;

/// <summary>UP701: clean-up that is started in a goroutine, which nothing waits for or can end.</summary>
internal sealed class GoInDeferRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP701", "go-in-defer", 7, RuleProfile.Leaks,
        "A deferred function or a Close starts a goroutine that nothing waits for or can end.");

    /// <summary>True if the rule reports the clean-up.</summary>
    public static bool IsLost(AsyncCleanup cleanup) => !cleanup.IsMeant && !cleanup.IsWaitedFor && !cleanup.TakesPart && !cleanup.HasDeadline;

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var cleanup in AsyncCleanup.In(package.Flow))
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!IsLost(cleanup))
            {
                continue;
            }

            var file = cleanup.Function.File.Tree.File;
            var frame = cleanup.Frame.Object?.Name ?? "the function";
            var message = cleanup.Defer != null
                ? $"the deferred call starts {cleanup.Called} and nothing waits for it: {frame} returns while the clean-up "
                    + "may still run, hang, or be cut off by the end of the process"
                : $"{frame} starts {cleanup.Called} and nothing waits for it: {frame} returns while what it closes may "
                    + "still run, or hang unseen";
            ImmutableArray<RelatedPlace> related = cleanup.Defer is { } defer
                ? [new RelatedPlace(new SourceSpan(cleanup.Frame.File.Tree.File, defer.Defer, defer.Defer + 5), "deferred here")]
                : [];
            var statement = cleanup.Statement;
            var end = statement.Call.Fun is FuncLit literal ? literal.Type.End : statement.End;
            package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, statement.Pos, end), cleanup.Function.Name,
                message, related, Fixes(cleanup)));
        }
    }

    private static ImmutableArray<Fix> Fixes(AsyncCleanup cleanup)
    {
        var file = cleanup.Function.File.Tree.File;
        var statement = cleanup.Statement;
        // What sends to a channel that nothing receives from would never come back.
        if (cleanup.Function.Parents.Of(statement) is not (BlockStmt or CaseClause or CommClause)
            || cleanup.Code().Any(c => NodeSearch.Any(c.Code, n => n is SendStmt)))
        {
            return [];
        }

        // While the function holds a lock, or in a Close that returns at once on purpose, it might wait for itself.
        var holds = NodeSearch.Any(cleanup.Frame.Root.Body, n => n is SelectorExpr { Sel.Name: "Lock" or "RLock" });
        return [new Fix("Clean up before going on", cleanup.Defer != null && !holds,
            [new TextEdit(file, statement.Go, statement.Call.Pos, "")])];
    }
}
