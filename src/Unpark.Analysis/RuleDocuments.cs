namespace Unpark.Analysis;

/// <summary>The rules' documents, as they are in <c>docs/rules</c>, which the library carries with it.</summary>
public static class RuleDocuments
{
    private const string FurtherCases = "\n## More cases\n";

    /// <summary>
    /// The Markdown document of a rule, or null if there is no such rule. The further cases at its end, which are there
    /// for the tests, are left out.
    /// </summary>
    /// <param name="ruleId">The id, such as <c>UP601</c>.</param>
    public static string? Read(string ruleId)
    {
        ArgumentNullException.ThrowIfNull(ruleId);
        using var stream = typeof(RuleDocuments).Assembly.GetManifestResourceStream($"rules/{ruleId}.md");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var end = text.IndexOf(FurtherCases, StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
