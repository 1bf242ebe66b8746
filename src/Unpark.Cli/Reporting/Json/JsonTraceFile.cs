using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The file that <c>--trace</c> writes and <c>--replay</c> reads.</summary>
internal sealed record JsonTraceFile(int Version, string Package, ImmutableArray<JsonTrace> Traces);
