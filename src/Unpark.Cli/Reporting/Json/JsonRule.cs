namespace Unpark.Cli.Reporting.Json;

/// <summary>A rule, as <c>unpark rules --format json</c> lists it.</summary>
internal sealed record JsonRule(string Rule, string Name, int Scenario, string Profile, string Summary);
