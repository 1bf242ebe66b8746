namespace Unpark.Cli.Reporting;

/// <summary>How much a finding matters to whoever reads a report; as SARIF has them.</summary>
internal enum Severity
{
    /// <summary>To be seen by who looks for it.</summary>
    Note,

    /// <summary>To be looked at.</summary>
    Warning,

    /// <summary>To be mended.</summary>
    Error,
}
