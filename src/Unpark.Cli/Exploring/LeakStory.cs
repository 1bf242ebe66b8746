using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>Why a goroutine blocks for ever: who used what it waits for, and where they went instead of helping it.</summary>
internal static class LeakStory
{
    private const int MostLines = 12;

    /// <summary>A line for each other goroutine, those that had to do with it first; alike ones together.</summary>
    public static ImmutableArray<string> Of(Trace trace, TracedGoroutine leaked, string package)
    {
        var lines = new List<(int Rank, string What, List<TracedGoroutine> Who)>();
        foreach (var held in trace.Locks.Where(l => l.To == null && leaked.Objects.Contains(l.Object)))
        {
            var who = held.Goroutine == leaked.Number ? "this goroutine itself"
                : trace.Goroutines.FirstOrDefault(g => g.Number == held.Goroutine) is { } holder ? GoroutineWords.Name(holder, package) : "another goroutine";
            lines.Add((0, $"{trace.Objects[held.Object].Name} is held by {who}, which locked it{(held.IsShared ? " for reading" : "")} at {GoroutineWords.Place(held.At)}", []));
        }

        foreach (var other in trace.Goroutines.Where(g => g.Number != leaked.Number))
        {
            var use = trace.Steps.LastOrDefault(s => s.Object is { } o && leaked.Objects.Contains(o)
                && (s.Goroutine == other.Number || s.Partner == other.Number));
            var last = trace.Steps.LastOrDefault(s => s.Goroutine == other.Number || s.Partner == other.Number);
            var did = use != null ? Did("its last use of it: ", use, other) : last != null ? Did("its last step: ", last, other) : "";
            var what = did + GoroutineWords.Fate(other);
            if (lines.Find(l => l.What == what && l.Who.Count > 0) is { Who: { } same })
            {
                same.Add(other);
            }
            else
            {
                lines.Add((use != null || other.Objects.Intersect(leaked.Objects).Any() ? 1 : 2, what, [other]));
            }
        }

        var shown = lines.OrderBy(l => l.Rank).Select(l => l.Who.Count == 0 ? l.What : $"{Names(l.Who, package)}: {l.What}").ToArray();
        return shown.Length > MostLines
            ? [.. shown.Take(MostLines), $"and {shown.Length - MostLines} more"]
            : shown.Length == 0 ? ["there is no other goroutine"] : [.. shown];
    }

    private static string Did(string before, TraceStep step, TracedGoroutine who)
    {
        var partner = step.Partner == who.Number;
        return $"{before}{(partner ? GoroutineWords.PartnerStep(step) : GoroutineWords.Step(step))} ({GoroutineWords.Place(partner ? step.PartnerAt! : step.At)}); ";
    }

    private static string Names(List<TracedGoroutine> who, string package) => who.Count == 1
        ? GoroutineWords.Name(who[0], package)
        : $"goroutines {string.Join(", ", who.Select(g => g.Number))} ({GoroutineWords.Short(who[0].Function, package)})";
}
