using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Where in the source the goroutines of a group are.</summary>
/// <param name="File">The file of the innermost call whose source is there.</param>
/// <param name="Line">Its line.</param>
/// <param name="Kind">What they do.</param>
/// <param name="Calls">The calls around it.</param>
/// <param name="Starts">The statements that start the goroutine.</param>
internal sealed record GoroutineSource(SourceFile File, int Line, BlockingKind Kind,
    ImmutableArray<(SourceFile File, int Line)> Calls, ImmutableArray<(SourceFile File, int Line)> Starts);
