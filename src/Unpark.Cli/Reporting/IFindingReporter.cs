using Unpark.Cli.Checking;

namespace Unpark.Cli.Reporting;

/// <summary>Shows what a check gave.</summary>
internal interface IFindingReporter
{
    /// <summary>Writes the findings to the results, and what went wrong beside them.</summary>
    void Report(CheckResult result);
}
