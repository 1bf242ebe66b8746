using System.Collections.Immutable;

namespace Unpark.Analysis.Fixes;

/// <summary>A file with fixes applied.</summary>
/// <param name="Content">The new bytes.</param>
/// <param name="Applied">The fixes that are in it.</param>
/// <param name="Skipped">The fixes that are not, since they would change what another one changes.</param>
public sealed record FixResult(ReadOnlyMemory<byte> Content, ImmutableArray<Fix> Applied, ImmutableArray<Fix> Skipped);
