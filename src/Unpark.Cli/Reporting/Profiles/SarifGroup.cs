using System.Collections.Immutable;
using Unpark.Diagnosis;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Goroutines as a result of a SARIF log.</summary>
/// <param name="Group">The goroutines.</param>
/// <param name="IsError">Whether it is an error, or else a warning.</param>
/// <param name="Message">What is said of them.</param>
/// <param name="Properties">What else is known, by names.</param>
internal sealed record SarifGroup(ExplainedGroup Group, bool IsError, string Message, ImmutableArray<(string Name, string Value)> Properties);
