using System.Diagnostics;
using System.Text;
using CsCheck;
using Unpark.Analysis.Fixes;

namespace Unpark.Analysis.Tests.Fixes;

public sealed class UnifiedDiffTests
{
    // Few different lines, so that there is something to align; some texts end without a newline.
    private static readonly Gen<string> Text =
        Gen.Select(OneOf("a\n", "b\n", "c\n", "\n", "\td\r\n").Array[0, 30], OneOf("", "end"),
            (lines, end) => string.Concat(lines) + end);

    [Fact]
    public void Equal_texts_have_no_diff() => Assert.Equal("", Diff("a\nb\n", "a\nb\n"));

    [Fact]
    public void A_change_is_shown_with_its_surroundings()
        => Assert.Equal(
            "--- a/f.go\n+++ b/f.go\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+5½\n 6\n 7\n 8\n",
            Diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n5½\n6\n7\n8\n9\n"));

    [Fact]
    public void A_missing_newline_at_the_end_is_said()
        => Assert.Equal("--- a/f.go\n+++ b/f.go\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", Diff("a", "a\n"));

    [Fact]
    public void Applying_the_diff_gives_the_new_text()
        => Gen.Select(Text, Text).Sample((before, after) => Assert.Equal(after, Apply(before, Diff(before, after))));

    [Fact]
    public void The_diff_is_as_short_as_that_of_diff()
    {
        var folder = Directory.CreateTempSubdirectory("unpark-diff-").FullName;
        Gen.Select(Text, Text).Sample(
            (before, after) =>
            {
                var (x, y) = (Path.Combine(folder, "x"), Path.Combine(folder, "y"));
                File.WriteAllText(x, before);
                File.WriteAllText(y, after);
                Assert.Equal(ChangedLines(Run("diff", "-d", "-u", x, y)), ChangedLines(Diff(before, after)));
            },
            iter: 100,
            threads: 1);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Git_applies_the_diff()
    {
        var folder = Directory.CreateTempSubdirectory("unpark-diff-").FullName;
        Gen.Select(Text, Text).Where((before, after) => before != after && before.Length > 0 && after.Length > 0).Sample(
            (before, after) =>
            {
                File.WriteAllText(Path.Combine(folder, "f.go"), before);
                File.WriteAllText(Path.Combine(folder, "p"), Diff(before, after));
                Run("git", "-C", folder, "apply", "--whitespace=nowarn", "p");
                Assert.Equal(after, File.ReadAllText(Path.Combine(folder, "f.go")));
            },
            iter: 50,
            threads: 1);
        Directory.Delete(folder, recursive: true);
    }

    private static Gen<string> OneOf(params string[] lines) => Gen.Int[0, lines.Length - 1].Select(i => lines[i]);

    private static string Diff(string before, string after) => string.Concat(UnifiedDiff
        .Compute("f.go", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after))
        .Select(line => Encoding.UTF8.GetString(line.Span)));

    // An own reading of the format, strict about what the hunk headers say.
    private static string Apply(string before, string diff)
    {
        var old = Lines(before);
        var result = new StringBuilder();
        var at = 0;
        var lines = Lines(diff);
        for (var i = 2; i < lines.Count;)
        {
            var header = lines[i++].Split(' ');
            var (from, oldCount) = Range(header[1]);
            var (_, newCount) = Range(header[2]);
            for (from = oldCount == 0 ? from : from - 1; at < from; at++)
            {
                result.Append(old[at]);
            }

            while (oldCount > 0 || newCount > 0)
            {
                var (sign, text) = (lines[i][0], lines[i][1..]);
                if (++i < lines.Count && lines[i][0] == '\\')
                {
                    text = text[..^1];
                    i++;
                }

                if (sign != '+')
                {
                    Assert.Equal(old[at++], text);
                    oldCount--;
                }

                if (sign != '-')
                {
                    result.Append(text);
                    newCount--;
                }
            }
        }

        return result.AppendJoin("", old.Skip(at)).ToString();
    }

    private static (int From, int Count) Range(string text)
    {
        var parts = text[1..].Split(',');
        return (int.Parse(parts[0]), parts.Length > 1 ? int.Parse(parts[1]) : 1);
    }

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').Select(line => line + "\n").ToList();
        lines[^1] = lines[^1][..^1];
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static int ChangedLines(string diff)
        => Lines(diff).Skip(2).Count(line => line[0] is '+' or '-');

    private static string Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
