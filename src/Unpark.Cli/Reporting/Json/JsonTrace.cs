using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A schedule that can be executed again.</summary>
internal sealed record JsonTrace(string Root, bool Test, string Leak, int Goroutine, ImmutableArray<JsonScheduleStep> Schedule);
