using System.Collections.Immutable;
using System.Text.Json;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Exploring;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>Files with schedules that can be executed again.</summary>
internal static class TraceFile
{
    private const int Version = 1;

    /// <summary>Writes the schedules of all leaks.</summary>
    public static void Write(Terminal terminal, ExplorationView view)
    {
        var traces = view.Explorations.SelectMany(e => e.Leaks.Select(l => new JsonTrace(e.Root.Name, e.Root.Root.IsTest,
            $"{GoroutineWords.Place(l.Leak.Stack[0])}: {l.Leak.WaitReason}", l.Leak.Goroutine, ExploreJsonReporter.Schedule(l, view.Paths))));
        JsonOutput.Write(terminal, new JsonTraceFile(Version, view.Explorations.FirstOrDefault()?.Root.Package ?? "", [.. traces]),
            JsonOutput.Default.JsonTraceFile);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="shown">How messages name it.</param>
    /// <exception cref="CheckException">It cannot be read, or has no schedules.</exception>
    public static JsonTraceFile Read(string path, string shown)
    {
        JsonTraceFile? file;
        try
        {
            file = JsonSerializer.Deserialize(File.ReadAllBytes(path), JsonOutput.Default.JsonTraceFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"could not read {shown}: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new CheckException($"{shown} is no trace that --trace wrote: {e.Message}");
        }

        return file switch
        {
            { Version: Version, Traces: { IsDefault: false, IsEmpty: false } traces } when traces.All(t => t is { Root: not null, Schedule.IsDefault: false }) => file,
            { Version: > Version } => throw new CheckException($"{shown} is of a newer version of unpark"),
            { Version: Version } => throw new CheckException($"{shown} has no schedule: nothing was found when it was written"),
            _ => throw new CheckException($"{shown} is no trace that --trace wrote"),
        };
    }

    /// <summary>What a schedule's steps choose.</summary>
    public static ImmutableArray<ScheduleChoice> Choices(JsonTrace trace) =>
    [
        .. trace.Schedule.Select(s => new ScheduleChoice(s.Goroutine, s.Kind ?? "", s.Option, s.Partner ?? -1, s.PartnerOption)
        {
            Loops = s.Loops.IsDefault ? [] : [.. s.Loops.Select(l => new LoopRounds(l.Goroutine, l.Depth, l.Register, l.Rounds))],
        }),
    ];
}
