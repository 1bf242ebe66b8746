using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Oracles;

/// <summary>Compares what we make of files with what go/parser makes of them.</summary>
public static class SyntaxOracle
{
    /// <summary>What go/parser makes of files: for each path whether it accepts it, and digests.</summary>
    public static IReadOnlyList<SyntaxVerdict> Ask(IReadOnlyCollection<string> files)
    {
        var start = GoToolchain.Start(GoToolchain.Program("goast"), ["digest"]);
        var lines = GoToolchain.Run(start, string.Join('\n', files) + "\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line =>
        {
            var fields = line.Split(' ', 4);
            return new SyntaxVerdict(fields[3], fields[0] == "ok", fields[1], fields[2]);
        })];
    }

    /// <summary>What we make of a file.</summary>
    public static SyntaxVerdict Parse(string path)
    {
        var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
        return new SyntaxVerdict(
            path,
            tree.Diagnostics.IsEmpty,
            TreeDump.Digest(TreeDump.OfTree(tree)),
            TreeDump.Digest(TreeDump.OfErrors(tree)));
    }

    /// <summary>The first line in which the dumps of a file differ, ours and Go's, with the line before it.</summary>
    public static string FirstDifference(string path)
    {
        var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
        var ours = (Encoding.UTF8.GetString(TreeDump.OfTree(tree).Span)
            + Encoding.UTF8.GetString(TreeDump.OfErrors(tree).Span)).Split('\n');
        var theirs = GoToolchain.Run(GoToolchain.Start(GoToolchain.Program("goast"), ["dump", path])).Split('\n');
        for (var i = 0; i < Math.Max(ours.Length, theirs.Length); i++)
        {
            var a = i < ours.Length ? ours[i] : "(end)";
            var b = i < theirs.Length ? theirs[i] : "(end)";
            if (a != b)
            {
                return $"{path}: line {i + 1} of the dump: ours {a}, go/parser's {b}, behind {(i > 0 ? ours[i - 1] : "")}";
            }
        }

        return $"{path}: no difference";
    }
}
