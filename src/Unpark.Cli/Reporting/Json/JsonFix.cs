using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The best fix; <paramref name="Preferred"/> is whether <c>unpark fix</c> applies it.</summary>
internal sealed record JsonFix(string Message, bool Preferred, ImmutableArray<JsonEdit> Edits);
