using System.Collections.Immutable;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Schedules;

/// <summary>
/// Looks for schedules that show what rules have found: the declared function around a finding is explored, with inputs of
/// which nothing is known, and if a goroutine can block for ever at the finding's place, the finding is proved and has the
/// schedule among its related places. Findings that were held back as merely possible come back so. If no schedule of all that
/// there are leaves a goroutine there, and no other code could have, the finding is dropped.
/// </summary>
public sealed class ScheduleProofs
{
    private readonly GoProgram program;

    /// <summary>Makes one for a program. Safe to use from many threads for different packages.</summary>
    /// <param name="program">Where the source of imported packages is found.</param>
    public ScheduleProofs(GoProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        this.program = program;
    }

    /// <summary>The findings of a package with what schedules show of them.</summary>
    /// <param name="package">The package.</param>
    /// <param name="findings">What is reported; those that are refuted are not.</param>
    /// <param name="hidden">What is not; those that a schedule shows are, those that are refuted are forgotten.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>Findings, hidden ones, and where exploring failed for a mistake of ours: what was found stays then.</returns>
    internal (ImmutableArray<Finding> Findings, ImmutableArray<Finding> Hidden, ImmutableArray<string> Failures) Apply(FlowPackage package,
        ImmutableArray<Finding> findings, ImmutableArray<Finding> hidden, CancellationToken cancellation)
    {
        var explorations = new FunctionExplorations(program, package, cancellation);
        var shown = new List<Finding>();
        var left = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings)
        {
            var result = ResultFor(finding);
            if (result == null || !IsRefuted(finding, result))
            {
                shown.Add(Proved(finding, result) ?? finding);
            }
        }

        foreach (var finding in hidden)
        {
            if (finding.Confidence != Confidence.Possible || finding.Rule.Profile != RuleProfile.Leaks || ResultFor(finding) is not { } result)
            {
                left.Add(finding);
            }
            else if (Proved(finding, result) is { } proved)
            {
                shown.Add(proved);
            }
            else if (!IsRefuted(finding, result))
            {
                left.Add(finding);
            }
        }

        shown.Sort(FindingOrder.Compare);
        return ([.. shown], left.ToImmutable(), [.. explorations.Failures]);

        ExplorationResult? ResultFor(Finding finding) =>
            IsAboutBlocking(finding.Rule) && FunctionAround(package, finding.Span) is { } function ? explorations.Of(function) : null;

        Finding? Proved(Finding finding, ExplorationResult? result) =>
            result?.Leaks.FirstOrDefault(l => IsAt(finding, l.Stack, l.CreatedBy)) is { } leak
                ? finding with { Confidence = Confidence.Proved, Related = [.. finding.Related, .. StepsOf(package, leak)] } : null;
    }

    // Everything that can happen was looked at, a goroutine waited where the finding says so, nobody else could have a hand in
    // it, and it always went on. That calls which are not executed can panic was not looked at.
    private static bool IsRefuted(Finding finding, ExplorationResult result)
    {
        if (!result.IsComplete || !result.Panics.IsEmpty || finding.Rule.Id[2] is not ('1' or '6')
            || result.Leaks.Any(l => IsAt(finding, l.Stack, l.CreatedBy)))
        {
            return false;
        }

        var waits = result.Waits.Where(w => IsAt(finding, w.Stack, w.CreatedBy)).ToList();
        return waits.Count > 0 && waits.TrueForAll(w => w.IsDecided);
    }

    // Rules about goroutines that wait; those about what is never closed or too expensive are not decided by schedules.
    private static bool IsAboutBlocking(Rule rule) => rule.Id[2] is '1' or '2' or '6' or '8';

    private static FlowFunction? FunctionAround(FlowPackage package, SourceSpan span)
    {
        foreach (var function in package.Functions)
        {
            if (function.Outer == null && function.File.Tree.File == span.File && function.Syntax is FuncDecl
                && function.Syntax.Pos <= span.Start && span.Start < function.Syntax.End
                && function.Object?.Signature is { TypeParams.IsEmpty: true, RecvTypeParams.IsEmpty: true })
            {
                return function;
            }
        }

        return null;
    }

    private static bool IsAt(Finding finding, ImmutableArray<StackFrame> stack, StackFrame? createdBy)
    {
        var place = stack.FirstOrDefault(f => f.File == finding.Span.File.Path);
        if (place == null)
        {
            return false;
        }

        var line = finding.Span.StartPosition.Line;
        return place.Line == line
            || (createdBy is { } created && created.File == finding.Span.File.Path && created.Line == line);
    }

    private static IEnumerable<RelatedPlace> StepsOf(FlowPackage package, LeakedGoroutine leak)
    {
        foreach (var step in leak.Schedule)
        {
            if (SpanOf(package, step.At) is { } span)
            {
                var partner = step.Partner is { } other ? $" from goroutine {other}" : "";
                yield return new RelatedPlace(span, $"goroutine {step.Goroutine}: {step.What}{partner}");
            }
        }

        if (leak.Stack.Select(f => SpanOf(package, f)).FirstOrDefault(s => s != null) is { } blocked)
        {
            yield return new RelatedPlace(blocked, $"it waits here for ever ({leak.WaitReason})");
        }
    }

    private static SourceSpan? SpanOf(FlowPackage package, StackFrame frame)
    {
        foreach (var file in package.Package.Files)
        {
            var source = file.Tree.File;
            if (source.Path == frame.File && frame.Line > 0 && frame.Line <= source.LineCount)
            {
                var text = source.LineText(frame.Line);
                var start = source.LineStart(frame.Line) + (text.Length - text.TrimStart().Length);
                return new SourceSpan(source, start, source.LineStart(frame.Line) + System.Text.Encoding.UTF8.GetByteCount(text.TrimEnd()));
            }
        }

        return null;
    }
}
