using System.Collections.Immutable;
using System.Globalization;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting;

/// <summary>Shows the goroutines of a profile.</summary>
internal static class ProfileReporter
{
    // Seven digits of goroutines, and the longest of Go's wait reasons that programs meet often.
    private const int CountWidth = 8;
    private const int StateWidth = 24;

    /// <summary>Says on standard error what of the profile is missing.</summary>
    public static void WriteProblems(Terminal terminal, string name, Profile profile)
    {
        foreach (var part in profile.UnparsedParts.Take(5))
        {
            var place = part.Line > 0 ? $"{name}:{part.Line}" : $"{name} at byte {part.Offset}";
            terminal.WriteError($"{place}: {part.Reason}{(part.Text.Length > 0 ? $": {part.Text.Trim()}" : "")}");
        }

        if (profile.Unparsed > 0)
        {
            terminal.WriteError($"{name}: {ProblemWriter.Count((int)Math.Min(profile.Unparsed, int.MaxValue), "line was", "lines were")} not understood");
        }

        if (profile.Truncated is { } why)
        {
            terminal.WriteError($"{name}: not whole: {why}");
        }

        if (profile.LabelsDropped > 0)
        {
            terminal.WriteError($"{name}: {profile.LabelsDropped} goroutines are shown without labels: there are too many different ones");
        }
    }

    /// <summary>Writes the groups as a table, each with the call that blocks and the function that started it.</summary>
    public static void WriteText(Terminal terminal, Profile profile, ImmutableArray<GoroutineGroup> groups)
    {
        var to = terminal.Out;
        var title = profile.Title is null ? "" : $" ({DisplayText.Safe(profile.Title)})";
        to.WriteLine($"{Count(profile.Goroutines, "goroutine")} in {Count(groups.Length, "group")}{title}");
        if (groups.IsEmpty)
        {
            terminal.Flush();
            return;
        }

        to.WriteLine();
        to.WriteLine(terminal.Paint(TextStyle.Faint, $"{"COUNT",CountWidth}  {"STATE".PadRight(StateWidth)}  {"WAITED",-11}  WHERE"));
        foreach (var group in groups)
        {
            var count = group.Count.ToString(CultureInfo.InvariantCulture).PadLeft(CountWidth);
            var state = StateOf(group).PadRight(StateWidth);
            to.WriteLine($"{terminal.Paint(TextStyle.Strong, count)}  {state}  {Waited(group.Waited),-11}  {Show(group.Blocked)}");
            if (group.Stack.CreatedBy is { } creator)
            {
                var margin = new string(' ', CountWidth + StateWidth + 17);
                to.WriteLine($"{margin}{terminal.Paint(TextStyle.Faint, $"started by {Show(creator)}")}");
            }
        }

        terminal.Flush();
    }

    /// <summary>Writes the groups for other programs.</summary>
    public static void WriteJson(Terminal terminal, Profile profile, ImmutableArray<GoroutineGroup> groups)
        => JsonOutput.Write(terminal, new JsonProfile(profile.Goroutines, profile.Unparsed, [.. groups.Select(Convert)])
        {
            Title = profile.Title,
            Profile = profile.Name,
            Truncated = profile.Truncated,
            UnparsedParts = [.. profile.UnparsedParts.Select(p => new JsonUnparsed(p.Line, p.Offset, p.Lines, p.Text, p.Reason))],
        }, JsonOutput.Default.JsonProfile);

    private static JsonGroup Convert(GoroutineGroup group) => new()
    {
        Count = group.Count,
        State = group.State.Text.Length == 0 ? null : group.State.Text,
        Kind = Name(group.State.Kind),
        Labels = [.. group.Labels.Select(l => new JsonLabels(l.Count,
            l.Labels.GroupBy(x => x.Key, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Last().Value, StringComparer.Ordinal)))],
        Minutes = group.Waited.Known == 0 ? null : new JsonMinutes(group.Waited.Min, group.Waited.Max),
        Blocked = group.Blocked is { } blocked ? Convert(blocked) : null,
        CreatedBy = group.Stack.CreatedBy is { } creator ? Convert(creator) : null,
        Stack = [.. group.Stack.Frames.Select(Convert)],
        Fingerprint = group.Fingerprint,
        Leaked = group.Leaked,
    };

    private static JsonFrame Convert(Frame frame) => frame.Kind is FrameKind.Call or FrameKind.Foreign
        ? new JsonFrame(frame.Function, frame.File.Length == 0 ? null : frame.File, frame.Line)
        : new JsonFrame(frame.ToString(), null, 0);

    private static string StateOf(GoroutineGroup group)
    {
        var text = group.State.Text.Length > 0 ? group.State.Text : Words(group.State.Kind);
        return DisplayText.Safe(group.Leaked > 0 ? $"{text} (leaked)" : text);
    }

    private static string Waited(WaitTimes waited) => waited.Known == 0 ? ""
        : waited.Min == waited.Max ? $"{waited.Max} min" : $"{waited.Min}-{waited.Max} min";

    private static string Show(Frame? frame) => frame is null ? "(no stack)" : DisplayText.Safe(frame.ToString());

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    // The words of Go where the form of the profile has none.
    private static string Words(BlockingKind kind) => kind switch
    {
        BlockingKind.Unknown => "",
        BlockingKind.IO => "IO wait",
        _ => Name(kind)!.Replace('-', ' '),
    };

    private static string? Name(BlockingKind kind) => kind switch
    {
        BlockingKind.Unknown => null,
        BlockingKind.Running => "running",
        BlockingKind.Runnable => "runnable",
        BlockingKind.Syscall => "syscall",
        BlockingKind.ChanReceive => "chan-receive",
        BlockingKind.ChanReceiveNil => "chan-receive-nil",
        BlockingKind.ChanSend => "chan-send",
        BlockingKind.ChanSendNil => "chan-send-nil",
        BlockingKind.Select => "select",
        BlockingKind.SelectNoCases => "select-no-cases",
        BlockingKind.MutexLock => "mutex-lock",
        BlockingKind.RWMutexRLock => "rwmutex-rlock",
        BlockingKind.RWMutexLock => "rwmutex-lock",
        BlockingKind.WaitGroupWait => "waitgroup-wait",
        BlockingKind.CondWait => "cond-wait",
        BlockingKind.Semaphore => "semaphore",
        BlockingKind.Sleep => "sleep",
        BlockingKind.IO => "io",
        BlockingKind.Coroutine => "coroutine",
        BlockingKind.Synctest => "synctest",
        _ => "runtime",
    };
}
