using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Chooses the finding that explains why goroutines are blocked.</summary>
internal sealed class FindingMatcher(FlowPackage package, ImmutableArray<Finding> findings)
{
    // How well a finding fits. Above Cause it is about the operation or what it waits at; below, about the goroutine.
    private const int SameOperation = 100;
    private const int StepAtOperation = 95;
    private const int SameVariable = 90;
    private const int Cause = 80;
    private const int SameStart = 70;
    private const int SameCall = 60;
    private const int SameFunction = 50;

    /// <summary>The finding that fits best, and whether it is about the operation itself; null if none fits.</summary>
    public (Finding Finding, bool IsCause)? Best(GoroutineSource goroutine, BlockedOperation? operation, IReadOnlySet<Var> names)
    {
        Finding? best = null;
        var bestScore = 0;
        foreach (var finding in findings)
        {
            var score = Score(finding, goroutine, operation, names);
            // What hangs on little but being near must be sure by itself.
            if (score > 0 && (score >= Cause || finding.Confidence >= Confidence.Likely)
                && (score > bestScore || (score == bestScore && finding.Confidence > best!.Confidence)))
            {
                (best, bestScore) = (finding, score);
            }
        }

        return best is null ? null : (best, bestScore >= Cause || (bestScore == SameStart && best.Rule.Scenario is 2 or 3 or 7));
    }

    private int Score(Finding finding, GoroutineSource goroutine, BlockedOperation? operation, IReadOnlySet<Var> names)
    {
        if (!CanBlock(finding.Rule, operation?.Kind ?? goroutine.Kind))
        {
            return 0;
        }

        if (operation is not null)
        {
            if (Holds(finding.Span, goroutine.File, goroutine.Line))
            {
                return SameOperation;
            }

            if (finding.Related.Any(r => Begins(r.Span, goroutine.File, goroutine.Line)))
            {
                return StepAtOperation;
            }

            if (names.Count > 0 && (Names(finding.Span, names) || finding.Related.Any(r => Names(r.Span, names))))
            {
                return SameVariable;
            }
        }

        if (goroutine.Starts.Any(s => Begins(finding.Span, s.File, s.Line)))
        {
            return SameStart;
        }

        if (goroutine.Calls.Any(c => Holds(finding.Span, c.File, c.Line)))
        {
            return SameCall;
        }

        // A loop around the operation.
        return finding.Rule.Scenario is 2 or 3 && operation is not null && finding.Span.File == goroutine.File
            && finding.Span.Start <= operation.Node.Pos && operation.Node.End <= finding.Span.End ? SameFunction : 0;
    }

    // A lock is not taken because of a channel, and the other way round; a goroutine that is forgotten can wait for anything.
    private static bool CanBlock(Rule rule, BlockingKind kind)
    {
        if (rule.Id is "UP105" or "UP106" or "UP107" or "UP111" or "UP205" or "UP207" or "UP209" or "UP307" or "UP404" or "UP406"
            or "UP504" or "UP605" or "UP606" or "UP703" or "UP804" or "UP805")
        {
            return false;
        }

        return kind switch
        {
            _ when BlockingKinds.IsLock(kind) => rule.Scenario is 6 or 7 or 8,
            BlockingKind.WaitGroupWait => rule.Id == "UP109" || rule.Scenario is 7 or 8,
            BlockingKind.CondWait => rule.Id == "UP110" || rule.Scenario is 7 or 8,
            BlockingKind.Running or BlockingKind.Runnable or BlockingKind.Sleep => rule.Scenario is 2 or 3 or 7,
            BlockingKind.IO => rule.Scenario is 2 or 4 or 5 or 7,
            _ => rule.Scenario is not 6,
        };
    }

    private static bool Holds(SourceSpan span, SourceFile file, int line)
        => span.File.Path == file.Path && span.StartPosition.Line <= line && line <= span.EndPosition.Line;

    private static bool Begins(SourceSpan span, SourceFile file, int line)
        => span.File.Path == file.Path && span.StartPosition.Line == line;

    private bool Names(SourceSpan span, IReadOnlySet<Var> names)
    {
        foreach (var file in package.Package.Files)
        {
            if (file.Tree.File == span.File)
            {
                return NodeSearch.Any(file.Tree.Root, node => node is Ident ident && span.Start <= ident.Pos && ident.End <= span.End
                    && file.ObjectOf(ident) is Var variable && names.Contains(variable.Origin));
            }
        }

        return false;
    }
}
