using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes the groups of a profile as comma-separated values (RFC 4180), for spreadsheets.</summary>
internal static class ProfileCsvReporter
{
    private const string Head = "count,verdict,scenario,rule,state,kind,minutes_min,minutes_max,benign,function,file,line,"
        + "created_by,created_file,created_line,fingerprint,explanation";

    /// <summary>Writes the groups.</summary>
    public static void Write(Terminal terminal, ProfileView view)
    {
        terminal.Out.Write(Head + "\r\n");
        foreach (var explained in view.Groups)
        {
            var group = explained.Group;
            var (blocked, creator) = (group.Blocked, group.Stack.CreatedBy);
            string?[] fields =
            [
                ProfileWords.Number(group.Count), ProfileWords.Of(explained.Verdict),
                explained.Scenario is { } scenario ? ProfileWords.Number(scenario) : "", explained.Rule, group.State.Text,
                BlockingKinds.Name(group.State.Kind),
                group.Waited.Known == 0 ? "" : ProfileWords.Number(group.Waited.Min),
                group.Waited.Known == 0 ? "" : ProfileWords.Number(group.Waited.Max),
                explained.Benign, blocked?.Function, blocked?.File, Line(blocked), creator?.Function, creator?.File, Line(creator),
                group.Fingerprint, explained.Explanation,
            ];
            terminal.Out.Write(string.Join(',', fields.Select(Field)) + "\r\n");
        }

        terminal.Flush();
    }

    private static string Line(Frame? frame) => frame is null || frame.Line == 0 ? "" : ProfileWords.Number(frame.Line);

    // What begins like a formula is one to a spreadsheet.
    private static string Field(string? text)
    {
        text ??= "";
        text = text.Length > 0 && text[0] is ('=' or '+' or '@' or '-') && !long.TryParse(text, out _) ? "'" + text : text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
