using Unpark.Cli.Checking;
using Unpark.Cli.Configuration;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Commands;

/// <summary>What the command line and the configuration file amount to.</summary>
/// <param name="Request">What to check, and for what.</param>
/// <param name="Severities">How severe findings are.</param>
/// <param name="Configuration">The configuration file, for what is of no concern to a check.</param>
internal sealed record CheckTarget(CheckRequest Request, SeverityMap Severities, UnparkConfiguration Configuration)
{
    /// <summary>What reports need to know.</summary>
    public ReportContext Context => new(new PathDisplay(Request.Folder), SourceRoot.Find(Request.Folder), Severities);
}
