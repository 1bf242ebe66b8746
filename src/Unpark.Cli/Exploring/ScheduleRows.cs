using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>A trace as lines from the beginning to the end.</summary>
internal static class ScheduleRows
{
    /// <summary>The lines.</summary>
    public static ImmutableArray<ScheduleRow> Of(Trace trace, string package)
    {
        var rows = ImmutableArray.CreateBuilder<ScheduleRow>();
        var inBuffer = new Dictionary<int, Queue<int>>();
        Events(0);
        for (var i = 0; i < trace.Steps.Length; i++)
        {
            var step = trace.Steps[i];
            rows.Add(new ScheduleRow(ScheduleRowKind.Step, i + 1, step.Goroutine, GoroutineWords.Step(step), step.At)
            {
                Other = step.Partner,
                OtherText = step.Partner is null ? "" : GoroutineWords.PartnerStep(step),
                OtherPlace = step.PartnerAt,
                Rounds = step.Rounds,
                SentIn = SentIn(step, rows.Count),
            });
            Events(i + 1);
        }

        foreach (var goroutine in trace.Goroutines.Where(g => g.Fate != GoroutineFate.Ended))
        {
            var kind = goroutine.Fate == GoroutineFate.Stuck ? ScheduleRowKind.Blocked : ScheduleRowKind.Left;
            rows.Add(new ScheduleRow(kind, 0, goroutine.Number, goroutine.Next, goroutine.At));
        }

        if (trace.End is { } end)
        {
            rows.Add(new ScheduleRow(ScheduleRowKind.Exit, 0, trace.Steps is [.., var last] ? last.Goroutine : 0, end, null));
        }

        return rows.ToImmutable();

        void Events(int after)
        {
            foreach (var goroutine in trace.Goroutines.Where(g => g.StartedAfter == after && g.Creator is not null))
            {
                rows.Add(new ScheduleRow(ScheduleRowKind.Start, 0, goroutine.Creator!.Value,
                    $"go {GoroutineWords.Short(goroutine.Function, package)}", goroutine.CreatedAt) { Other = goroutine.Number, OtherText = "starts" });
            }

            foreach (var goroutine in trace.Goroutines.Where(g => g.EndedAfter == after))
            {
                rows.Add(new ScheduleRow(ScheduleRowKind.End, 0, goroutine.Number, "ends", null));
            }
        }

        int SentIn(TraceStep step, int row)
        {
            if (step.Object is not { } number || step.Partner is not null)
            {
                return -1;
            }

            if (!inBuffer.TryGetValue(number, out var queue))
            {
                inBuffer.Add(number, queue = []);
            }

            if (step.What.EndsWith("send", StringComparison.Ordinal))
            {
                queue.Enqueue(row);
            }

            return step.What.EndsWith("receive", StringComparison.Ordinal) && queue.TryDequeue(out var sent) ? sent : -1;
        }
    }
}
