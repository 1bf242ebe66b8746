using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>Schedules with all rounds of loops.</summary>
public static class Schedules
{
    private const int MostSteps = 1000;

    /// <summary>The steps of a schedule one by one; what would be too long has some rounds fewer.</summary>
    public static IReadOnlyList<ScheduleStep> Whole(ImmutableArray<ScheduleStep> schedule) => Part(schedule, 0, schedule.Length - 1, int.MaxValue);

    // The steps from one to another; of the last one only so many repetitions.
    private static List<ScheduleStep> Part(ImmutableArray<ScheduleStep> schedule, int first, int last, int repetitions)
    {
        var steps = new List<ScheduleStep>();
        for (var i = first; i <= last; i++)
        {
            steps.Add(schedule[i]);
            for (var r = 0; r < schedule[i].Again.Length && (i < last || r < repetitions); r++)
            {
                var again = schedule[i].Again[r];
                var round = Part(schedule, again.First, i, r);
                for (var n = 0; n < again.Times && steps.Count + round.Count <= MostSteps; n++)
                {
                    steps.AddRange(round);
                }
            }
        }

        return steps;
    }
}
