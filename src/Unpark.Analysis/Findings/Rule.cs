namespace Unpark.Analysis;

/// <summary>One way to leak that is looked for.</summary>
/// <param name="Id">The stable identifier, such as <c>UP601</c>; its first digit is the scenario.</param>
/// <param name="Name">The short name, such as <c>missing-unlock</c>.</param>
/// <param name="Scenario">The scenario, 1 to 8.</param>
/// <param name="Profile">The profile of its findings; a finding can be of a stricter one.</param>
/// <param name="Summary">One sentence that says what the rule finds.</param>
public sealed record Rule(string Id, string Name, int Scenario, RuleProfile Profile, string Summary);
