using System.Text.RegularExpressions;

namespace Unpark.Architecture.Tests;

/// <summary>Libraries compute; only the executable prints, and only fixes write (ARCHITECTURE.md, "Invariants").</summary>
public sealed partial class SideEffects
{
    [Theory]
    [InlineData("Unpark.Go")]
    [InlineData("Unpark.Flow")]
    [InlineData("Unpark.Explorer")]
    [InlineData("Unpark.Analysis")]
    [InlineData("Unpark.Profiles")]
    [InlineData("Unpark.Diagnosis")]
    [InlineData("Unpark.GoTest")]
    public void A_library_does_not_print(string project) => AssertNowhere(project, Printing());

    [Theory]
    [InlineData("Unpark.Go")]
    [InlineData("Unpark.Flow")]
    [InlineData("Unpark.Explorer")]
    [InlineData("Unpark.Profiles")]
    [InlineData("Unpark.Diagnosis")]
    public void A_library_does_not_write_files(string project) => AssertNowhere(project, Writing());

    [Theory]
    [InlineData("Unpark.Go")]
    [InlineData("Unpark.Flow")]
    [InlineData("Unpark.Explorer")]
    [InlineData("Unpark.Analysis")]
    [InlineData("Unpark.Profiles")]
    [InlineData("Unpark.Diagnosis")]
    public void A_library_starts_no_process(string project) => AssertNowhere(project, Starting());

    private static void AssertNowhere(string project, Regex forbidden)
    {
        var places =
            from path in Repository.Sources(project)
            from line in File.ReadLines(path).Select((text, index) => (Text: text, Number: index + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line.Text)
            select $"{Path.GetRelativePath(Repository.Root, path)}:{line.Number}: {line.Text.Trim()}";

        Assert.Empty(places);
    }

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex Printing();

    [GeneratedRegex(@"(?<![.\w])File\.(Write|Append|Create|Delete|Move|Replace|Copy)|\bFileMode\.(Create|Append|OpenOrCreate|Truncate)")]
    private static partial Regex Writing();

    [GeneratedRegex(@"\bProcess\.Start\b|\bnew Process\b")]
    private static partial Regex Starting();
}
