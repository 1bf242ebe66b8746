using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Schedules;

/// <summary>Schedules as places in a package.</summary>
internal static class ScheduleSpans
{
    /// <summary>The steps of a leak's schedule, and where the goroutine waits in the end.</summary>
    public static IEnumerable<RelatedPlace> StepsOf(FlowPackage package, LeakedGoroutine leak)
    {
        foreach (var step in leak.Schedule)
        {
            if (Of(package, step.At) is { } span)
            {
                var partner = step.Partner is { } other ? $" from goroutine {other}" : "";
                yield return new RelatedPlace(span, $"goroutine {step.Goroutine}: {step.What}{partner}");
            }
        }

        if (leak.Stack.Select(f => Of(package, f)).FirstOrDefault(s => s != null) is { } blocked)
        {
            yield return new RelatedPlace(blocked, $"it waits here for ever ({leak.WaitReason})");
        }
    }

    /// <summary>The line of a frame; null if it is not in the package.</summary>
    public static SourceSpan? Of(FlowPackage package, StackFrame frame)
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
