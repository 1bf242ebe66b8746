using System.Text;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes findings as GitHub's workflow commands, which become annotations of the changed files.</summary>
internal sealed class GitHubReporter : IFindingReporter
{
    private readonly Terminal terminal;
    private readonly ReportContext context;

    /// <summary>Makes one that writes to a terminal.</summary>
    public GitHubReporter(Terminal terminal, ReportContext context)
    {
        this.terminal = terminal;
        this.context = context;
    }

    /// <inheritdoc/>
    public void Report(CheckResult result)
    {
        foreach (var finding in result.Findings)
        {
            var message = new StringBuilder(finding.Message);
            foreach (var step in finding.Related)
            {
                message.Append($"\n{context.Root.Show(step.Span.File.Path)}:{step.Span.StartPosition.Line}: {step.Message}");
            }

            var severity = context.Severities.Of(finding);
            Write(severity == Severity.Note ? "notice" : SeverityMap.NameOf(severity), finding.Span,
                $"{finding.Rule.Id} {finding.Rule.Name}", message.ToString());
        }

        foreach (var unused in result.UnusedSuppressions)
        {
            Write("notice", unused.Span, "unpark", unused.Message);
        }

        foreach (var problem in result.Problems)
        {
            var place = problem.Path.Length == 0 ? "" : $"file={GitHubCommand.Property(context.Root.Show(problem.Path))},";
            place += problem.Line > 0 ? $"line={problem.Line},col={problem.Column}," : "";
            terminal.Out.WriteLine($"::error {place}title=unpark::{GitHubCommand.Data(problem.Message)}");
        }

        terminal.Flush();
    }

    private void Write(string command, SourceSpan span, string title, string message)
    {
        var region = Utf16Region.Of(span);
        // Columns are for stretches of one line.
        var columns = region.Line == region.EndLine ? $",col={region.Column},endColumn={region.EndColumn}" : "";
        terminal.Out.WriteLine($"::{command} file={GitHubCommand.Property(context.Root.Show(span.File.Path))},line={region.Line}"
            + $",endLine={region.EndLine}{columns},title={GitHubCommand.Property(title)}::{GitHubCommand.Data(message)}");
    }
}
