using Unpark.Cli.Checking;

namespace Unpark.Cli.Reporting;

/// <summary>Shows what a check gave, in one format.</summary>
internal interface IFindingReporter
{
    /// <summary>Writes the findings to the results.</summary>
    void Report(CheckResult result);
}
