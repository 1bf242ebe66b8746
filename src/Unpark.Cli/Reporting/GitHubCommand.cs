namespace Unpark.Cli.Reporting;

/// <summary>Texts in GitHub's workflow commands.</summary>
internal static class GitHubCommand
{
    /// <summary>A message, with line breaks that stay within the command.</summary>
    public static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>The value of a property, which ends at a comma or colon.</summary>
    public static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
