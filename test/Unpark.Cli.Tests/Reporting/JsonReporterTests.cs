using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Reporting;

public sealed class JsonReporterTests
{
    [Fact]
    public void A_report_has_all_there_is_to_know()
    {
        var file = new Marked("/code/store/store.go", "package store\n\nfunc f() {\n\t«s.mu.Lock()»\n\t«return» <-ch && \"é\"\n}\n");
        var finding = Marked.Finding(file[0], "locked <-here>", related: [new RelatedPlace(file[1], "returns here")],
            fixes: [Marked.Fix("unlock with defer", Marked.Edit(file[0], "s.mu.Lock()\n\tdefer s.mu.Unlock()")),
                Marked.Fix("unlock before leaving", Marked.Edit(file[1], "s.mu.Unlock()\n\treturn")) with { Preferred = false }]);
        Snapshot.Match(Report(new CheckResult
        {
            Packages = 3,
            Findings = [finding, Marked.Finding(file[1], "no fix", Confidence.Likely)],
            Problems = [new CheckProblem("/elsewhere/a.go", 1, 2, "expected ')'")],
            MissingImports = ["example.com/x"],
        }));
    }

    [Fact]
    public void An_empty_report_has_empty_lists()
    {
        var report = JsonDocument.Parse(Report(new CheckResult { Packages = 7 })).RootElement;
        Assert.Equal(0, report.GetProperty("findings").GetArrayLength());
        Assert.Equal(7, report.GetProperty("packages").GetInt32());
        Assert.Equal(0, report.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public void A_path_and_a_message_with_any_characters_give_valid_json()
    {
        var file = new Marked("/code/\"q\"\n.go", "«x»");
        var report = JsonDocument.Parse(Report(new CheckResult { Findings = [Marked.Finding(file[0], "a\0b\e\ud83d")] }));
        Assert.Equal("\"q\"\n.go", report.RootElement.GetProperty("findings")[0].GetProperty("file").GetString());
    }

    private static string Report(CheckResult result)
    {
        using var terminal = new TestTerminal();
        new JsonReporter(terminal.Terminal, new ReportContext(new PathDisplay("/code"), new SourceRoot("/code"), SeverityMap.Default)).Report(result);
        return terminal.Output;
    }
}
