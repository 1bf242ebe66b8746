namespace Unpark.Cli.Testing;

/// <summary>How often tests are run, and with which noise.</summary>
/// <param name="Runs">How often; at most, if a leak ends it.</param>
/// <param name="FirstSeed">The seed of the first run, each following one having the next; null if there is no noise.</param>
/// <param name="UntilLeak">True if the first leak ends it.</param>
internal sealed record TestPlan(int Runs, uint? FirstSeed, bool UntilLeak)
{
    /// <summary>The seed of a run, counted from 0; null without noise.</summary>
    public uint? Seed(int run) => FirstSeed is { } first ? first + (uint)run : null;
}
