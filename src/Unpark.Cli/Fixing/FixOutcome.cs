using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Fixing;

/// <summary>What fixing would change, and what is left.</summary>
/// <param name="Before">What the check gave before.</param>
/// <param name="After">What it gives with the changes.</param>
/// <param name="Fixed">The findings that were mended, in the order in which it was done.</param>
/// <param name="Refused">The findings that have a fix which was not applied, and why.</param>
/// <param name="Changes">The files that change.</param>
internal sealed record FixOutcome(CheckResult Before, CheckResult After, ImmutableArray<Finding> Fixed,
    ImmutableArray<(Finding Finding, string Reason)> Refused, ImmutableArray<FileChange> Changes);
