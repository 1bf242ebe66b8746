using System.Xml;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Writes the leaks of tests as failed tests, which build servers show: a suite a package, a failure a leak.</summary>
internal static class TestJUnitReporter
{
    /// <summary>Writes the report.</summary>
    public static void Write(Terminal terminal, TestView view) => XmlReport.Write(terminal, xml =>
    {
        var isClean = view.Leaks.IsEmpty && view.Errors.IsEmpty;
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "unpark test");
        Counts(xml, isClean ? 1 : view.Leaks.Length + view.Errors.Length, view.Leaks.Length, view.Errors.Length);
        if (isClean || !view.Errors.IsEmpty)
        {
            WriteRunItself(xml, view);
        }

        foreach (var suite in view.Leaks.GroupBy(l => l.Package, StringComparer.Ordinal))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", XmlReport.Safe(suite.Key));
            Counts(xml, suite.Count(), suite.Count(), 0);
            foreach (var leak in suite)
            {
                Write(xml, leak);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    private static void Counts(XmlWriter xml, int tests, int failures, int errors)
    {
        xml.WriteAttributeString("tests", ProfileWords.Number(tests));
        xml.WriteAttributeString("failures", ProfileWords.Number(failures));
        xml.WriteAttributeString("errors", ProfileWords.Number(errors));
    }

    // A report without any test is an error to some servers.
    private static void WriteRunItself(XmlWriter xml, TestView view)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "unpark test");
        Counts(xml, Math.Max(1, view.Errors.Length), 0, view.Errors.Length);
        foreach (var error in view.Errors.DefaultIfEmpty(""))
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "unpark");
            xml.WriteAttributeString("name", error.Length > 0 ? "run" : $"no leaks in {ProfileWords.Count(view.Packages, "package")}");
            if (error.Length > 0)
            {
                xml.WriteStartElement("error");
                xml.WriteAttributeString("message", XmlReport.Safe(error));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, TestLeak leak)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", XmlReport.Safe(leak.Package));
        xml.WriteAttributeString("name", XmlReport.Safe(TestWords.Test(leak)));
        xml.WriteStartElement("failure");
        xml.WriteAttributeString("type", TestWords.Of(leak.Verdict));
        xml.WriteAttributeString("message", XmlReport.Safe(TestWords.Sentence(leak)));
        var frames = string.Concat(leak.Group.Group.Stack.Frames.Select(f => $"  {f}\n"));
        var creator = leak.Group.Group.Stack.CreatedBy is { } by ? $"  started by {by}\n" : "";
        xml.WriteString(XmlReport.Safe($"{leak.Group.Explanation}\n{TestWords.Explain(leak)}\n{frames}{creator}"));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
