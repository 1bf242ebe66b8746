using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>The searches over a program.</summary>
/// <param name="Program">The program.</param>
/// <param name="PlainSteps">The steps of the plain search; 0 if it did not come to an end.</param>
/// <param name="ReducedSteps">The steps with all reductions.</param>
/// <param name="Differences">What they found differently.</param>
public sealed record ComparedSearches(GeneratedProgram Program, long PlainSteps, long ReducedSteps, ImmutableArray<string> Differences);
