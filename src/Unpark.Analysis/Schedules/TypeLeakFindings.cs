using System.Collections.Immutable;
using Unpark.Explorer;
using Unpark.Flow;

namespace Unpark.Analysis.Schedules;

/// <summary>
/// Reports what uses of types show and no rule has found: goroutines of the value that cannot go on once it is closed, closing
/// that does not return, and methods that wait for one another's locks. One finding for each use.
/// </summary>
internal sealed class TypeLeakFindings(FlowPackage package, TypeRoots roots, FunctionExplorations explorations)
{
    // Of packages with hundreds of types those at the beginning.
    private const int MaxUses = 16;

    /// <summary>The findings of rules that are asked for, but for those at lines that have one.</summary>
    /// <param name="known">What is reported already.</param>
    /// <param name="rules">The rules that are asked for.</param>
    public IEnumerable<Finding> Besides(IReadOnlyCollection<Finding> known, IReadOnlyCollection<Rule> rules)
    {
        var taken = known.SelectMany(Lines).ToHashSet();
        foreach (var root in roots.Types.SelectMany(t => roots.Of(t)).Where(IsTelling).Take(MaxUses))
        {
            var leaks = explorations.Of(root);
            var places = leaks.SelectMany(l => l.Trace.Goroutines).Where(g => g.Fate == GoroutineFate.Stuck)
                .SelectMany(g => g.Stack).Select(f => (f.File, f.Line)).ToHashSet();
            if (!taken.Overlaps(places) && leaks.Select(l => FindingOf(l, root, rules)).FirstOrDefault(f => f != null) is { } finding)
            {
                taken.UnionWith(places);
                yield return finding;
            }
        }
    }

    // Whether others call a method while, or after, the value is closed is not known; what it started itself is its own.
    private static bool IsTelling(TypeRoot root) => !root.IsClosed || root.Root.Use!.Calls.IsEmpty;

    private static IEnumerable<(string, int)> Lines(Finding finding) =>
        finding.Related.Select(r => r.Span).Append(finding.Span).Select(s => (s.File.Path, s.StartPosition.Line));

    private Finding? FindingOf(TypeLeak leak, TypeRoot root, IReadOnlyCollection<Rule> rules)
    {
        var goroutine = leak.Trace.Goroutines.FirstOrDefault(g => g.Number == leak.Goroutine.Goroutine);
        var at = leak.Goroutine.Stack.FirstOrDefault(f => ScheduleSpans.Of(package, f) != null);
        if (at == null || LeakRules.IdOf(leak.Goroutine, leak.Trace, goroutine, at) is not { } id
            || rules.FirstOrDefault(r => r.Id == id) is not { } rule || ScheduleSpans.Of(package, at) is not { } span)
        {
            return null;
        }

        var isCertain = leak.Goroutine.Schedule.All(s => !s.Choice.IsAssumption);
        return new Finding(rule, isCertain ? Confidence.Proved : Confidence.Likely, span, root.Root.Function.Name, Message(leak, root), [.. ScheduleSpans.StepsOf(package, leak.Goroutine)], []);
    }

    private static string Message(TypeLeak leak, TypeRoot root)
    {
        var use = root.Root.Use!;
        var when = use.Closing is { } closing ? $"when {closing.Object!.Name} is called" : $"when {string.Join(" and ", use.Calls.Select(c => c.Object!.Name))} are called at the same time";
        return $"this can block for ever {when} ({leak.Goroutine.WaitReason}): a schedule shows it";
    }
}
