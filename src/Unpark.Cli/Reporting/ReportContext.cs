using Unpark.Cli.Checking;

namespace Unpark.Cli.Reporting;

/// <summary>What reports need to know beside the findings.</summary>
/// <param name="Paths">How a person at the terminal names files.</param>
/// <param name="Root">What machines' names of files are relative to.</param>
/// <param name="Severities">How severe findings are.</param>
internal sealed record ReportContext(PathDisplay Paths, SourceRoot Root, SeverityMap Severities);
