using Unpark.Explorer;

namespace Unpark.Analysis.Schedules;

/// <summary>A use of a type that is explored.</summary>
/// <param name="Root">What happens in it.</param>
/// <param name="IsClosed">
/// True if the value is of no use to anybody in the end, so that nobody comes to help who waits for its channels. Otherwise
/// only those who wait for one another's locks wait for ever.
/// </param>
internal sealed record TypeRoot(ExplorationRoot Root, bool IsClosed);
