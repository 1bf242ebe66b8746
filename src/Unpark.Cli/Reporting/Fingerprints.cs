using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using Unpark.Analysis;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Reporting;

/// <summary>
/// Names findings so that they are known again when lines around them move: by rule, file, function and the first line
/// of the code, and by their order where these are the same.
/// </summary>
internal static class Fingerprints
{
    /// <summary>The fingerprints of a result's findings, in their order: those it has, or else what they are by themselves.</summary>
    public static ImmutableArray<string> Of(CheckResult result, SourceRoot root)
        => result.Fingerprints.Length == result.Findings.Length ? result.Fingerprints : Of(result.Findings, root);

    /// <summary>The fingerprints of findings, in their order: 32 hexadecimal digits each, all different.</summary>
    /// <param name="findings">The findings, sorted.</param>
    /// <param name="root">What the names of the files are relative to.</param>
    public static ImmutableArray<string> Of(ImmutableArray<Finding> findings, SourceRoot root)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<string>(findings.Length);
        foreach (var finding in findings)
        {
            var key = string.Join('\0', finding.Rule.Id, root.Show(finding.Span.File.Path), finding.Function, FirstLine(finding.Span));
            var count = seen.GetValueOrDefault(key);
            seen[key] = count + 1;
            result.Add(Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{key}\0{count}"))));
        }

        return result.MoveToImmutable();
    }

    // Without blanks: gofmt may align anew what stands beside a changed line.
    private static string FirstLine(SourceSpan span)
    {
        var text = span.File.Content[span.Start..span.End];
        var end = text.IndexOf((byte)'\n');
        var line = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(end < 0 ? text : text[..end]))
        {
            if (!char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }
}
