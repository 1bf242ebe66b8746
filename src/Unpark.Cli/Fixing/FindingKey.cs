using Unpark.Analysis;

namespace Unpark.Cli.Fixing;

/// <summary>What a finding is known by while the lines around it move.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Function">The function.</param>
/// <param name="Message">What it says.</param>
/// <param name="Code">The code it is about.</param>
internal sealed record FindingKey(string Path, string Rule, string Function, string Message, string Code)
{
    /// <summary>The key of a finding.</summary>
    public static FindingKey Of(Finding finding) => new(finding.Span.File.Path, finding.Rule.Id, finding.Function,
        finding.Message, finding.Span.File.Text(finding.Span.Start, finding.Span.End));
}
