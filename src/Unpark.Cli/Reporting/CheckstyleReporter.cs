using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes findings as Checkstyle does, which many review tools read.</summary>
internal sealed class CheckstyleReporter : IFindingReporter
{
    private readonly Terminal terminal;
    private readonly ReportContext context;

    /// <summary>Makes one that writes to a terminal.</summary>
    public CheckstyleReporter(Terminal terminal, ReportContext context)
    {
        this.terminal = terminal;
        this.context = context;
    }

    private sealed record Entry(string Path, int Line, int Column, string Severity, string Message, string Source);

    /// <inheritdoc/>
    public void Report(CheckResult result) => XmlReport.Write(terminal, xml =>
    {
        xml.WriteStartElement("checkstyle");
        xml.WriteAttributeString("version", "4.3");
        foreach (var file in Entries(result).GroupBy(e => e.Path).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            xml.WriteStartElement("file");
            xml.WriteAttributeString("name", XmlReport.Safe(file.Key));
            foreach (var entry in file)
            {
                xml.WriteStartElement("error");
                xml.WriteAttributeString("line", $"{Math.Max(1, entry.Line)}");
                if (entry.Column > 0)
                {
                    xml.WriteAttributeString("column", $"{entry.Column}");
                }

                xml.WriteAttributeString("severity", entry.Severity);
                xml.WriteAttributeString("message", XmlReport.Safe(entry.Message));
                xml.WriteAttributeString("source", entry.Source);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    private IEnumerable<Entry> Entries(CheckResult result)
    {
        foreach (var problem in result.Problems)
        {
            yield return new Entry(context.Root.Show(problem.Path), problem.Line, problem.Column, "error", problem.Message, "unpark");
        }

        foreach (var finding in result.Findings)
        {
            var severity = context.Severities.Of(finding);
            var region = Utf16Region.Of(finding.Span);
            yield return new Entry(context.Root.Show(finding.Span.File.Path), region.Line, region.Column,
                severity == Severity.Note ? "info" : SeverityMap.NameOf(severity), finding.Message,
                $"unpark.{finding.Rule.Id}.{finding.Rule.Name}");
        }

        foreach (var unused in result.UnusedSuppressions)
        {
            var region = Utf16Region.Of(unused.Span);
            yield return new Entry(context.Root.Show(unused.Span.File.Path), region.Line, region.Column, "info", unused.Message,
                "unpark.suppression");
        }
    }
}
