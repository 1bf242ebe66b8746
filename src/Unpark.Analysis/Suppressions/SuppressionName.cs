using System.IO.Enumeration;

namespace Unpark.Analysis.Suppressions;

/// <summary>What may stand in the list of a suppression.</summary>
internal static class SuppressionName
{
    private const string Tool = "unpark";

    /// <summary>
    /// True if a name stands for a rule: its id or name, a scenario such as <c>up6xx</c>, <c>unpark</c>, <c>all</c>, a
    /// pattern such as <c>up6*</c>, or that of a rule of another linter which says the same.
    /// </summary>
    /// <param name="name">The name, in lower case.</param>
    /// <param name="rule">The rule.</param>
    public static bool Matches(string name, Rule rule) => name is Tool or "all"
        || Is(name, rule.Id) || Is(name, rule.Name) || Is(name, $"UP{rule.Scenario}xx")
        || (name.Contains('*', StringComparison.Ordinal)
            && (FileSystemName.MatchesSimpleExpression(name, rule.Id) || FileSystemName.MatchesSimpleExpression(name, rule.Name)))
        || IsPeer(name, rule.Id);

    // What another linter that says the same was told not to say here. Of gosec's rules these are the only ones about servers.
    private static bool IsPeer(string name, string id) => (name, id) is ("bodyclose", "UP402")
        or ("sqlclosecheck", "UP403")
        or ("gosec" or "g112", "UP501") or ("gosec" or "g114", "UP502")
        or ("sa1015", "UP304") or ("sa1017", "UP111") or ("sa5003", "UP307") or ("sa5004", "UP204");

    /// <summary>True if a name can mean nothing but rules of Unpark, as other tools' names and <c>all</c> can.</summary>
    public static bool IsOurs(string name)
        => name == Tool || LooksLikeId(name) || LeakAnalysis.AllRules.Any(rule => Is(name, rule.Rule.Name));

    /// <summary>True for what begins as an id of a rule does, whether there is such a rule or not.</summary>
    public static bool LooksLikeId(string name)
        => name.Length > 2 && name.StartsWith("up", StringComparison.Ordinal) && char.IsAsciiDigit(name[2]);

    private static bool Is(string x, string y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
