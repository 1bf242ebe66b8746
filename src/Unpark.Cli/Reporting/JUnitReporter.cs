using System.Text;
using System.Xml;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes findings as failed tests, which build servers show: a suite a folder, a test a finding.</summary>
internal sealed class JUnitReporter : IFindingReporter
{
    private readonly Terminal terminal;
    private readonly ReportContext context;

    /// <summary>Makes one that writes to a terminal.</summary>
    public JUnitReporter(Terminal terminal, ReportContext context)
    {
        this.terminal = terminal;
        this.context = context;
    }

    /// <inheritdoc/>
    public void Report(CheckResult result) => XmlReport.Write(terminal, xml =>
    {
        var clean = result.Findings.IsEmpty && result.Problems.IsEmpty;
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "unpark");
        WriteCounts(xml, clean ? 1 : result.Findings.Length + result.Problems.Length, result.Findings.Length, result.Problems.Length);
        if (clean || !result.Problems.IsEmpty)
        {
            WriteRunItself(xml, result);
        }

        foreach (var suite in result.Findings.GroupBy(FolderOf).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", XmlReport.Safe(suite.Key));
            WriteCounts(xml, suite.Count(), suite.Count(), 0);
            foreach (var finding in suite)
            {
                Write(xml, finding);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    private static void WriteCounts(XmlWriter xml, int tests, int failures, int errors)
    {
        xml.WriteAttributeString("tests", $"{tests}");
        xml.WriteAttributeString("failures", $"{failures}");
        xml.WriteAttributeString("errors", $"{errors}");
    }

    // A report without any test is an error to some servers.
    private void WriteRunItself(XmlWriter xml, CheckResult result)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "unpark");
        WriteCounts(xml, Math.Max(1, result.Problems.Length), 0, result.Problems.Length);
        if (result.Problems.IsEmpty)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "unpark");
            xml.WriteAttributeString("name", $"no findings in {ProblemWriter.Count(result.Packages, "package", "packages")}");
            xml.WriteEndElement();
        }

        foreach (var problem in result.Problems)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "unpark");
            var place = problem.Path.Length == 0 ? "check" : context.Root.Show(problem.Path);
            xml.WriteAttributeString("name", XmlReport.Safe(problem.Line > 0 ? $"{place}:{problem.Line}:{problem.Column}" : place));
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", XmlReport.Safe(problem.Message));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private string FolderOf(Finding finding)
    {
        var path = context.Root.Show(finding.Span.File.Path);
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "." : path[..slash];
    }

    private void Write(XmlWriter xml, Finding finding)
    {
        var path = context.Root.Show(finding.Span.File.Path);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", XmlReport.Safe(path));
        xml.WriteAttributeString("name", $"{finding.Rule.Id} {finding.Rule.Name} at {finding.Span.StartPosition}");
        xml.WriteStartElement("failure");
        xml.WriteAttributeString("type", SeverityMap.NameOf(context.Severities.Of(finding)));
        xml.WriteAttributeString("message", XmlReport.Safe(finding.Message));
        var text = new StringBuilder($"{path}:{finding.Span.StartPosition}: {finding.Rule.Id} {finding.Rule.Name}: {finding.Message}\n");
        foreach (var step in finding.Related)
        {
            text.Append($"  {context.Root.Show(step.Span.File.Path)}:{step.Span.StartPosition}: {step.Message}\n");
        }

        xml.WriteString(XmlReport.Safe(text.ToString()));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
