using Unpark.Explorer;

namespace Unpark.Analysis.Schedules;

/// <summary>A goroutine that can block for ever in a use of a type.</summary>
/// <param name="Goroutine">The goroutine.</param>
/// <param name="Trace">What happens in its schedule.</param>
internal sealed record TypeLeak(LeakedGoroutine Goroutine, Trace Trace);
