using System.Collections.Immutable;

namespace Unpark.Diagnosis;

/// <summary>Goroutines with what their source says of them.</summary>
/// <param name="Groups">The groups, in the order in which they are to be looked at.</param>
/// <param name="Problems">What kept source from being read, a sentence each; such groups are explained by their stacks.</param>
public sealed record JoinedGroups(ImmutableArray<ExplainedGroup> Groups, ImmutableArray<string> Problems);
