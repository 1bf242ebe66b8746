using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>A file and what it is to become.</summary>
/// <param name="File">The file as it was read.</param>
/// <param name="NewContent">The bytes it is to have.</param>
public sealed record FileChange(SourceFile File, ReadOnlyMemory<byte> NewContent);
