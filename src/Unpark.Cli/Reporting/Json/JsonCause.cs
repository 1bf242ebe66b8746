using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>What a rule finds in the source that explains why goroutines are blocked.</summary>
internal sealed record JsonCause(string Rule, string File, int Line, string Message, ImmutableArray<JsonRelated> Related);
