using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Commands;

namespace Unpark.Cli.Tests.Commands;

public sealed class RuleSelectionTests
{
    private static readonly ImmutableArray<Rule> Rules =
    [
        new("UP201", "lost-cancel", 2, RuleProfile.Leaks, ""),
        new("UP501", "server-without-timeouts", 5, RuleProfile.Leaks, ""),
        new("UP504", "unbounded-transport", 5, RuleProfile.Strict, ""),
        new("UP601", "missing-unlock", 6, RuleProfile.Leaks, ""),
    ];

    [Theory]
    [InlineData("UP601", "UP601")]
    [InlineData("missing-unlock,up201", "UP201 UP601")]
    [InlineData("UP5xx UP601", "UP501 UP504 UP601")]
    [InlineData("all,-UP5xx", "UP201 UP601")]
    [InlineData("-lost-cancel", "UP501 UP504 UP601")]
    public void A_list_names_rules(string list, string expected)
        => Assert.Equal(expected, string.Join(' ', RuleSelection.Parse(list, Rules).Order()));

    [Theory]
    [InlineData("UP999", "no rule \"UP999\": \"unpark rules\" lists them")]
    [InlineData("mising-unlock", "no rule \"mising-unlock\" (did you mean missing-unlock?): \"unpark rules\" lists them")]
    [InlineData(" ,", "--rule names no rule: \"unpark rules\" lists them")]
    public void What_names_nothing_is_refused(string list, string message)
        => Assert.Equal(message, Assert.Throws<CheckException>(() => RuleSelection.Parse(list, Rules)).Message);

    [Theory]
    [InlineData("UP504", true)]
    [InlineData("UP5xx", false)]
    [InlineData("-UP504", false)]
    public void Naming_a_strict_rule_itself_asks_for_what_is_strict_of_it(string list, bool strict)
        => Assert.Equal(strict, RuleSelection.NamedOneByOne(list, Rules).Contains("UP504"));
}
