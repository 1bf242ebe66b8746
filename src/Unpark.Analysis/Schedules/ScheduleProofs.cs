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
    private readonly ExplorerSources sources;

    /// <summary>Makes one for a program. Safe to use from many threads for different packages.</summary>
    /// <param name="program">Where the source of imported packages is found.</param>
    public ScheduleProofs(GoProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        sources = new ExplorerSources(program);
    }

    /// <summary>The findings of a package with what schedules show of them.</summary>
    /// <param name="package">The package.</param>
    /// <param name="findings">What is reported; those that are refuted are not.</param>
    /// <param name="hidden">What is not; those that a schedule shows are, those that are refuted are forgotten.</param>
    /// <param name="rules">The rules under which leaks are reported that only schedules show; empty for none.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>Findings, hidden ones, and where exploring failed for a mistake of ours: what was found stays then.</returns>
    internal (ImmutableArray<Finding> Findings, ImmutableArray<Finding> Hidden, ImmutableArray<string> Failures) Apply(FlowPackage package,
        ImmutableArray<Finding> findings, ImmutableArray<Finding> hidden, ImmutableArray<Rule> rules, CancellationToken cancellation)
    {
        var explorations = new FunctionExplorations(sources, package, cancellation);
        var roots = new TypeRoots(package);
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

        if (!rules.IsEmpty)
        {
            shown.AddRange(new TypeLeakFindings(package, roots, explorations).Besides([.. shown, .. left], rules));
        }

        shown.Sort(FindingOrder.Compare);
        return ([.. shown], left.ToImmutable(), [.. explorations.Failures]);

        ExplorationResult? ResultFor(Finding finding) =>
            IsAboutBlocking(finding.Rule) && FunctionAround(package, finding.Span) is { } function ? explorations.Of(function) : null;

        // Only what the function around cannot show is asked of the types it has to do with.
        IEnumerable<LeakedGoroutine> LeaksOfTypes(Finding finding) =>
            IsAboutBlocking(finding.Rule) && FunctionAround(package, finding.Span) is { } function
                ? roots.TypesOf(function).SelectMany(t => roots.Of(t)).SelectMany(r => explorations.Of(r)).Select(l => l.Goroutine)
                    .Where(l => IsAt(finding, l.Stack, l.CreatedBy) || l.Stack.Any(f => IsOf(finding, f))) : [];

        Finding? Proved(Finding finding, ExplorationResult? result) =>
            (result?.Leaks ?? []).Where(l => IsAt(finding, l.Stack, l.CreatedBy)).Concat(LeaksOfTypes(finding)).FirstOrDefault() is { } leak
                ? finding with { Confidence = Confidence.Proved, Related = [.. finding.Related, .. ScheduleSpans.StepsOf(package, leak)] } : null;
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

    private static bool IsOf(Finding finding, StackFrame frame) =>
        frame.File == finding.Span.File.Path && frame.Line == finding.Span.StartPosition.Line;

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
}
