using Unpark.Analysis;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>A goroutine that can block for ever, and how that comes about.</summary>
/// <param name="Leak">The goroutine.</param>
/// <param name="Finding">The same as a finding.</param>
/// <param name="Trace">What happens in its schedule; null if the schedule could not be executed again.</param>
internal sealed record ExploredLeak(LeakedGoroutine Leak, Finding Finding, Trace? Trace);
