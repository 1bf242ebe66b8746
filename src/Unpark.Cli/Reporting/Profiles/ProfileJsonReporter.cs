using System.Collections.Immutable;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes a profile for other programs.</summary>
internal static class ProfileJsonReporter
{
    /// <summary>Writes the profile.</summary>
    public static void Write(Terminal terminal, ProfileView view)
        => JsonOutput.Write(terminal, Convert(view), JsonOutput.Default.JsonProfile);

    /// <summary>A group as it is written.</summary>
    public static JsonGroup Convert(ExplainedGroup explained, ProfileView view)
    {
        var group = explained.Group;
        return new JsonGroup
        {
            Count = group.Count,
            State = group.State.Text.Length == 0 ? null : group.State.Text,
            Kind = BlockingKinds.Name(group.State.Kind),
            Verdict = ProfileWords.Of(explained.Verdict),
            Reasons = explained.Reasons,
            Scenario = explained.Scenario,
            Rule = explained.Rule,
            Benign = explained.Benign,
            Labels = [.. group.Labels.Select(l => new JsonLabels(l.Count,
                l.Labels.GroupBy(x => x.Key, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Last().Value, StringComparer.Ordinal)))],
            Minutes = group.Waited.Known == 0 ? null : new JsonMinutes(group.Waited.Min, group.Waited.Max),
            Blocked = group.Blocked is { } blocked ? Convert(blocked) : null,
            CreatedBy = group.Stack.CreatedBy is { } creator ? Convert(creator) : null,
            Stack = [.. group.Stack.Frames.Select(Convert)],
            Explanation = explained.Explanation,
            Fix = explained.Fix is { } fix ? JsonReporter.Convert(fix, view.Paths) : null,
            Fingerprint = group.Fingerprint,
            Leaked = group.Leaked,
            Ids = group.Ids,
            Source = explained.Source is { } source ? Convert(source, view) : null,
        };
    }

    private static JsonProfile Convert(ProfileView view)
    {
        var profile = view.Profile;
        return new JsonProfile(profile.Goroutines, profile.Unparsed, [.. view.Groups.Select(g => Convert(g, view))])
        {
            Title = profile.Title,
            Profile = profile.Name,
            Truncated = profile.Truncated,
            UnparsedParts = [.. profile.UnparsedParts.Select(p => new JsonUnparsed(p.Line, p.Offset, p.Lines, p.Text, p.Reason))],
        };
    }

    private static JsonSource Convert(SourceExplanation source, ProfileView view) => new(
        view.Paths.Show(source.File.Path), source.Line, source.Line <= source.File.LineCount ? source.File.LineText(source.Line).Trim() : "",
        source.Subject,
        [.. source.Places.Select(p => new JsonRelated(view.Paths.Show(p.Span.File.Path), p.Span.StartPosition.Line, p.Message))],
        source.Finding is { } finding ? new JsonCause(finding.Rule.Id, view.Paths.Show(finding.Span.File.Path), finding.Span.StartPosition.Line,
            finding.Message,
            [.. finding.Related.Select(r => new JsonRelated(view.Paths.Show(r.Span.File.Path), r.Span.StartPosition.Line, r.Message))]) : null,
        source.Skew);

    private static JsonFrame Convert(Frame frame) => frame.Kind is FrameKind.Call or FrameKind.Foreign
        ? new JsonFrame(frame.Function, frame.File.Length == 0 ? null : frame.File, frame.Line)
        : new JsonFrame(frame.ToString(), null, 0);
}
