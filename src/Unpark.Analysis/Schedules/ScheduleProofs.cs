using System.Collections.Immutable;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Schedules;

/// <summary>
/// Looks for schedules that show what rules have found: the declared function around a finding is explored, with inputs of
/// which nothing is known, and if a goroutine can block for ever at the finding's place, the finding is proved and has the
/// schedule among its related places. Findings that were held back as merely possible come back so.
/// </summary>
public sealed class ScheduleProofs
{
    // Small, since every function with a finding is explored: what leaks shows in few states or, mostly, not at all.
    private static readonly ExplorationOptions Limits = new() { MaxStates = 300, MaxSteps = 600, MaxInstructions = 10_000 };

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
    /// <param name="findings">What is reported.</param>
    /// <param name="hidden">What is not; those that a schedule shows are.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>Findings, hidden ones, and where exploring failed for a mistake of ours: what was found stays then.</returns>
    internal (ImmutableArray<Finding> Findings, ImmutableArray<Finding> Hidden, ImmutableArray<string> Failures) Apply(FlowPackage package,
        ImmutableArray<Finding> findings, ImmutableArray<Finding> hidden, CancellationToken cancellation)
    {
        var explored = new Dictionary<FlowFunction, ImmutableArray<LeakedGoroutine>>();
        var failures = new List<string>();
        ProgramExplorer? explorer = null;
        var shown = findings.Select(f => Proved(f) ?? f).ToList();
        var left = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in hidden)
        {
            if (finding.Confidence == Confidence.Possible && finding.Rule.Profile == RuleProfile.Leaks && Proved(finding) is { } proved)
            {
                shown.Add(proved);
            }
            else
            {
                left.Add(finding);
            }
        }

        shown.Sort(FindingOrder.Compare);
        return ([.. shown], left.ToImmutable(), [.. failures]);

        Finding? Proved(Finding finding)
        {
            if (!IsAboutBlocking(finding.Rule) || FunctionAround(package, finding.Span) is not { } function)
            {
                return null;
            }

            if (!explored.TryGetValue(function, out var leaks))
            {
                explorer ??= new ProgramExplorer(program, package);
                leaks = Explored(explorer, function);
                explored.Add(function, leaks);
            }

            foreach (var leak in leaks)
            {
                if (Shows(leak, finding))
                {
                    return finding with
                    {
                        Confidence = Confidence.Proved,
                        Related = [.. finding.Related, .. StepsOf(package, leak)],
                    };
                }
            }

            return null;
        }

        ImmutableArray<LeakedGoroutine> Explored(ProgramExplorer by, FlowFunction function)
        {
            try
            {
                return by.Explore(function, Limits, cancellation).Leaks;
            }
#pragma warning disable CA1031 // reported, and what the rules have found is not lost
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                failures.Add($"exploring {function.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
                return [];
            }
        }
    }

    // Rules about goroutines that wait; those about what is never closed or too expensive are not decided by schedules.
    private static bool IsAboutBlocking(Rule rule) =>
        rule.Id.StartsWith("UP1", StringComparison.Ordinal) || rule.Id.StartsWith("UP2", StringComparison.Ordinal)
        || rule.Id.StartsWith("UP6", StringComparison.Ordinal) || rule.Id.StartsWith("UP8", StringComparison.Ordinal);

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

    private static bool Shows(LeakedGoroutine leak, Finding finding)
    {
        var place = leak.Stack.FirstOrDefault(f => f.File == finding.Span.File.Path);
        if (place == null)
        {
            return false;
        }

        var line = finding.Span.StartPosition.Line;
        return place.Line == line
            || (leak.CreatedBy is { } created && created.File == finding.Span.File.Path && created.Line == line);
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
