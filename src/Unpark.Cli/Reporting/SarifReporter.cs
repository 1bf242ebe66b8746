using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>
/// Writes findings as a SARIF log, which code hosts and editors read (Static Analysis Results Interchange Format 2.1.0).
/// </summary>
internal sealed class SarifReporter : IFindingReporter
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string BaseId = "SRCROOT";

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly Terminal terminal;
    private readonly ReportContext context;

    /// <summary>Makes one that writes to a terminal.</summary>
    public SarifReporter(Terminal terminal, ReportContext context)
    {
        this.terminal = terminal;
        this.context = context;
    }

    /// <inheritdoc/>
    public void Report(CheckResult result)
    {
        terminal.Flush();
        using (var json = new Utf8JsonWriter(terminal.OutputStream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            WriteRun(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        terminal.OutputStream.WriteByte((byte)'\n');
        terminal.OutputStream.Flush();
    }

    private void WriteRun(Utf8JsonWriter json, CheckResult result)
    {
        var rules = LeakAnalysis.AllRules.Select(r => r.Rule)
            .UnionBy(result.Findings.Select(f => f.Rule), r => r.Id)
            .OrderBy(r => r.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        json.WriteStartObject();
        WriteTool(json, rules, result.Findings.Select(f => f.Rule.Id).ToHashSet(StringComparer.Ordinal));
        WriteInvocation(json, result);
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(BaseId);
        json.WriteString("uri", FileUri(context.Root.Folder) + "/");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        var indexes = rules.Select((r, i) => (r.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        var fingerprints = Fingerprints.Of(result, context.Root);
        for (var i = 0; i < result.Findings.Length; i++)
        {
            WriteResult(json, result.Findings[i], indexes[result.Findings[i].Rule.Id], fingerprints[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteTool(Utf8JsonWriter json, ImmutableArray<Rule> rules, HashSet<string> found)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "unpark");
        json.WriteString("version", ProductVersion.Number);
        json.WriteString("semanticVersion", ProductVersion.Number);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            WriteRule(json, rule, found.Contains(rule.Id));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRule(Utf8JsonWriter json, Rule rule, bool withDocument)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Name);
        WriteMessage(json, "shortDescription", rule.Summary);
        // The documents of rules that found nothing would make up most of the log.
        if (withDocument && RuleDocuments.Read(rule.Id) is { } document)
        {
            json.WriteStartObject("help");
            json.WriteString("text", $"{rule.Summary} \"unpark explain {rule.Id}\" says more.");
            json.WriteString("markdown", document);
            json.WriteEndObject();
        }

        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", SeverityMap.NameOf(context.Severities.Of(rule)));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("goroutine-leak");
        json.WriteStringValue($"scenario-{rule.Scenario}");
        json.WriteStringValue(rule.Profile == RuleProfile.Leaks ? "leaks" : "strict");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteInvocation(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", result.Problems.IsEmpty);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var problem in result.Problems)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteMessage(json, "message", problem.Message);
            if (problem.Path.Length > 0)
            {
                json.WriteStartArray("locations");
                json.WriteStartObject();
                json.WriteStartObject("physicalLocation");
                WriteArtifact(json, problem.Path);
                if (problem.Line > 0)
                {
                    json.WriteStartObject("region");
                    json.WriteNumber("startLine", problem.Line);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        foreach (var unused in result.UnusedSuppressions)
        {
            json.WriteStartObject();
            json.WriteString("level", "note");
            WriteMessage(json, "message", unused.Message);
            json.WriteStartArray("locations");
            WriteLocation(json, unused.Span, null, null);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteResult(Utf8JsonWriter json, Finding finding, int ruleIndex, string fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", SeverityMap.NameOf(context.Severities.Of(finding)));
        WriteMessage(json, "message", finding.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, finding.Span, null, null, finding.Function);
        json.WriteEndArray();
        WriteSteps(json, finding);
        WriteFixes(json, finding);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("unpark/v1", fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("confidence", JsonReporter.Name(finding.Confidence));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteSteps(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Related.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("relatedLocations");
        for (var i = 0; i < finding.Related.Length; i++)
        {
            WriteLocation(json, finding.Related[i].Span, finding.Related[i].Message, i + 1);
        }

        json.WriteEndArray();
        json.WriteStartArray("codeFlows");
        json.WriteStartObject();
        json.WriteStartArray("threadFlows");
        json.WriteStartObject();
        json.WriteStartArray("locations");
        if (!finding.Related.Any(r => r.Span == finding.Span))
        {
            WriteFlowLocation(json, new RelatedPlace(finding.Span, finding.Message));
        }

        foreach (var step in finding.Related)
        {
            WriteFlowLocation(json, step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteFlowLocation(Utf8JsonWriter json, RelatedPlace step)
    {
        json.WriteStartObject();
        json.WritePropertyName("location");
        WriteLocation(json, step.Span, step.Message, null);
        json.WriteEndObject();
    }

    private void WriteFixes(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Fixes.All(f => f.Edits.IsEmpty))
        {
            return;
        }

        json.WriteStartArray("fixes");
        foreach (var fix in finding.Fixes.Where(f => !f.Edits.IsEmpty))
        {
            json.WriteStartObject();
            WriteMessage(json, "description", fix.Message);
            json.WriteStartArray("artifactChanges");
            foreach (var file in fix.Edits.GroupBy(e => e.File))
            {
                json.WriteStartObject();
                WriteArtifact(json, file.Key.Path);
                json.WriteStartArray("replacements");
                foreach (var edit in file.OrderBy(e => e.Start))
                {
                    json.WriteStartObject();
                    WriteRegion(json, "deletedRegion", new SourceSpan(edit.File, edit.Start, edit.End));
                    WriteMessage(json, "insertedContent", edit.NewText);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLocation(Utf8JsonWriter json, SourceSpan span, string? message, int? id, string function = "")
    {
        json.WriteStartObject();
        if (id is { } number)
        {
            json.WriteNumber("id", number);
        }

        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, span.File.Path);
        WriteRegion(json, "region", span);
        json.WriteEndObject();
        if (function.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", function);
            json.WriteString("kind", "function");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (message is not null)
        {
            WriteMessage(json, "message", message);
        }

        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourceSpan span)
    {
        var region = Utf16Region.Of(span);
        json.WriteStartObject(name);
        json.WriteNumber("startLine", region.Line);
        json.WriteNumber("startColumn", region.Column);
        json.WriteNumber("endLine", region.EndLine);
        json.WriteNumber("endColumn", region.EndColumn);
        json.WriteEndObject();
    }

    private void WriteArtifact(Utf8JsonWriter json, string path)
    {
        json.WriteStartObject("artifactLocation");
        if (context.Root.Contains(path))
        {
            json.WriteString("uri", UriPath(context.Root.Show(path)));
            json.WriteString("uriBaseId", BaseId);
        }
        else
        {
            json.WriteString("uri", FileUri(path));
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string UriPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string FileUri(string path)
    {
        var slashed = path.Replace('\\', '/').TrimEnd('/');
        return "file://" + (slashed.StartsWith('/') ? "" : "/") + UriPath(slashed).Replace("%3A", ":", StringComparison.Ordinal);
    }
}
