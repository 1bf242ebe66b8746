using Unpark.Cli.Configuration.Toml;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Configuration;

/// <summary>What a configuration says of rules.</summary>
/// <param name="Name">An id, a name, a scenario such as <c>UP6xx</c>, or <c>all</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="On">Whether they are to run; null for as the profile has it.</param>
/// <param name="Severity">The severity of their findings; null for as their confidence has it.</param>
internal sealed record RuleSetting(string Name, TomlPlace Place, bool? On, Severity? Severity);
