using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Syntax;

public sealed class SourcePositionTests
{
    [Fact]
    public void Letters_and_digits_are_those_of_package_unicode()
    {
        var lines = GoToolchain.Run(GoToolchain.Start(GoToolchain.Program("goast"), ["letters"])).TrimEnd().Split('\n');
        Assert.Equal(lines, Ranges("letter", GoUnicode.IsLetter).Concat(Ranges("digit", GoUnicode.IsDigit)));
    }

    [Fact]
    public void Offsets_become_lines_columns_and_UTF16_columns_and_back()
    {
        var file = new SourceFile("a.go", Encoding.UTF8.GetBytes("package p\r\n// é世😀x\nvar s int"));
        var x = file.Content.IndexOf("x"u8);
        Assert.Equal(new LinePosition(2, 13), file.PositionOf(x));
        Assert.Equal(7, file.Utf16ColumnOf(x));
        Assert.Equal(x, file.OffsetOfUtf16(2, 7));
        Assert.Equal("// é世😀x", file.LineText(2));
        Assert.Equal("package p", file.LineText(1));
        Assert.Equal(new LinePosition(3, 10), file.PositionOf(file.Length));
        Assert.Equal(3, file.LineCount);
    }

    [Fact]
    public void Invalid_bytes_count_as_one_unit_each_both_ways()
    {
        var file = new SourceFile("a.go", [.. "// "u8, 0xFF, 0xE4, 0xB8, .. "x\n"u8]);
        var x = file.Content.IndexOf("x"u8);
        Assert.Equal(x, file.OffsetOfUtf16(1, file.Utf16ColumnOf(x)));
    }

    [Fact]
    public void Line_directives_place_what_follows()
    {
        var tree = SyntaxTree.Parse(new SourceFile(
            "dir/a.go", "package p\n//line b.y:10\nvar x int\nvar /*line c.go:5:7*/y int\n"u8.ToArray()));
        Assert.Equal(new FilePosition("dir/a.go", 1, 1), tree.PositionOf(0));
        Assert.Equal(new FilePosition("dir/b.y", 10, 0), tree.PositionOf(tree.Root.Decls[0].Pos));
        Assert.Equal("dir/b.y:11", tree.PositionOf(tree.Root.Decls[1].Pos).ToString());
        Assert.Equal("dir/c.go:5:7", tree.PositionOf(((GenDecl)tree.Root.Decls[1]).Specs[0].Pos).ToString());
        Assert.Equal(2, tree.LineDirectives.Length);
    }

    [Fact]
    public void Comments_are_found_by_line()
    {
        var tree = SyntaxTree.Parse(new SourceFile(
            "a.go", "package p\n\n// doc\n// more\nvar x int //nolint:all // why\n\nvar y int\n"u8.ToArray()));
        Assert.Equal("//nolint:all // why", tree.CommentOnLine(5)?.Text);
        Assert.Equal("// more", tree.CommentOnLine(4)?.Text);
        Assert.Null(tree.CommentOnLine(1));
        Assert.Null(tree.CommentOnLine(7));
        Assert.Null(tree.CommentOnLine(99));
        Assert.Equal(-1, tree.CommentGroupAt(0));
    }

    [Fact]
    public void Directives_are_listed_even_where_comments_are_not_kept()
    {
        var source = new SourceFile("a.go", """
            package p

            import _ "embed"

            //go:embed a.txt  b.txt
            var files string

            //go:linkname now time.now
            func now() // go:not this
            """u8.ToArray());
        foreach (var skip in new[] { false, true })
        {
            var tree = SyntaxTree.Parse(source, new ParseOptions { SkipComments = skip });
            Assert.Equal(skip, tree.Root.Comments.IsEmpty);
            Assert.Equal(["embed", "linkname"], tree.Directives.Select(d => d.Name));
            Assert.True(tree.Directives[0].Is("go", "embed"));
            Assert.Equal("a.txt  b.txt", tree.Directives[0].Args);
            Assert.Equal("a.txt", source.Text(tree.Directives[0].ArgsPos, tree.Directives[0].ArgsPos + 5));
        }
    }

    [Fact]
    public void Names_are_the_same_strings_in_all_files_and_threads()
    {
        var trees = new SyntaxTree[64];
        Parallel.For(0, trees.Length, i => trees[i] = SyntaxTree.Parse(new SourceFile($"{i}.go", Encoding.UTF8.GetBytes(
            $"package p\nvar commonName, ünïcode, of{i.ToString(CultureInfo.InvariantCulture)} int\n"
                + string.Concat(Enumerable.Range(0, 500).Select(k => $"var shared{k}, x int\n"))))));
        var first = NamesOf(trees[0]);
        Assert.All(trees, t =>
        {
            var names = NamesOf(t);
            Assert.Equal(first.Count, names.Count);
            for (var i = 0; i < names.Count; i++)
            {
                Assert.True(i == 2 || ReferenceEquals(first[i], names[i]));
            }
        });
    }

    private static List<string> NamesOf(SyntaxTree tree)
        => [.. tree.Root.Decls.SelectMany(d => ((ValueSpec)((GenDecl)d).Specs[0]).Names).Select(n => n.Name)];

    private static IEnumerable<string> Ranges(string name, Func<int, bool> has)
    {
        var first = -1;
        for (var rune = 0; rune <= 0x110000; rune++)
        {
            var inside = rune < 0x110000 && Rune.IsValid(rune) && has(rune);
            if (inside && first < 0)
            {
                first = rune;
            }
            else if (!inside && first >= 0)
            {
                yield return $"{name} {first} {rune - 1}";
                first = -1;
            }
        }
    }
}
