using System.IO.Enumeration;

namespace Unpark.Analysis.Suppressions;

/// <summary>What may stand in the list of a suppression.</summary>
internal static class SuppressionName
{
    private const string Tool = "unpark";

    /// <summary>
    /// True if a name stands for a rule: its id or name, a scenario such as <c>up6xx</c>, <c>unpark</c>, <c>all</c>, or a
    /// pattern such as <c>up6*</c>.
    /// </summary>
    /// <param name="name">The name, in lower case.</param>
    /// <param name="rule">The rule.</param>
    public static bool Matches(string name, Rule rule) => name is Tool or "all"
        || Is(name, rule.Id) || Is(name, rule.Name) || Is(name, $"UP{rule.Scenario}xx")
        || (name.Contains('*', StringComparison.Ordinal)
            && (FileSystemName.MatchesSimpleExpression(name, rule.Id) || FileSystemName.MatchesSimpleExpression(name, rule.Name)));

    /// <summary>True if a name can mean nothing but rules of Unpark, as other tools' names and <c>all</c> can.</summary>
    public static bool IsOurs(string name)
        => name == Tool || LooksLikeId(name) || LeakAnalysis.AllRules.Any(rule => Is(name, rule.Rule.Name));

    /// <summary>True for what begins as an id of a rule does, whether there is such a rule or not.</summary>
    public static bool LooksLikeId(string name)
        => name.Length > 2 && name.StartsWith("up", StringComparison.Ordinal) && char.IsAsciiDigit(name[2]);

    private static bool Is(string x, string y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
