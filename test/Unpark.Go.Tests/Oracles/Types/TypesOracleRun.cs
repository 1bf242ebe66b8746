namespace Unpark.Go.Tests.Oracles;

/// <summary>What a run of the oracle over a group of packages gave.</summary>
/// <param name="Tally">The counts.</param>
/// <param name="CheckTime">How long our own checks took, parsing of what is compared included.</param>
internal sealed record TypesOracleRun(TypesTally Tally, TimeSpan CheckTime);
