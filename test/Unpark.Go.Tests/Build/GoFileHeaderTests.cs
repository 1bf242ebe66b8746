using System.Text;
using CsCheck;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Build;

public sealed class GoFileHeaderTests
{
    private static readonly string[] Pieces =
    [
        "package", " ", "\n", "p", "import", "(", ")", "\"a\"", "`", "//", "/*", "*/", ";", ".", "\\", "\"",
        "//go:build a", "// +build b", "\0", "\uFEFF", "\u00e9",
    ];

    [Theory]
    [InlineData("package p", "p", "")]
    [InlineData("package p;import\"a\";import(b\"b\";.`c`;_ \"d\")\nvar x = `import \"e\"`", "p", "a b c d")]
    [InlineData("\uFEFF/* c */ package /* in */ p // end\n\nimport \"a\" // why\nimport (\n)\nfunc f() {}", "p", "a")]
    [InlineData("package p\nimport \"\\x61/\\u0062\"", "p", "a/b")]
    [InlineData("package p; type T struct{}", "p", "")]
    [InlineData("package p\n/* over\nlines */ import \"a\"", "p", "a")]
    public void The_top_of_a_file_is_read(string text, string name, string imports)
    {
        var header = Read(text);

        Assert.Null(header.SyntaxError);
        Assert.Equal(name, header.PackageName);
        Assert.Equal(imports, string.Join(' ', header.Imports.Select(import => import.Path)));
    }

    [Theory]
    [InlineData("", "expected 'package'", "")]
    [InlineData("func f() {}", "expected 'package'", "")]
    [InlineData("package func", "expected package name", "")]
    [InlineData("package p q", "expected ';'", "p")]
    [InlineData("package p\nimport \"a", "string literal not terminated", "p")]
    [InlineData("package p\nimport `a", "raw string literal not terminated", "p")]
    [InlineData("package p\nimport 'a'", "import path must be a string", "p")]
    [InlineData("package p\nimport x", "missing import path; require quoted string", "p")]
    [InlineData("package p\nimport \"\"", "invalid import path: \"\"", "p")]
    [InlineData("package p\nimport \"a b\"", "invalid import path: \"a b\"", "p")]
    [InlineData("package p\nimport (\"a\"", "expected ')'", "p")]
    [InlineData("package p /* c", "comment not terminated", "p")]
    public void An_error_at_the_top_is_reported(string text, string error, string name)
    {
        var header = Read(text);

        Assert.Equal(error, header.SyntaxError);
        Assert.Equal(name, header.PackageName);
        Assert.Empty(header.Imports);
    }

    [Theory]
    [InlineData("")]
    [InlineData("package p\nimport (\n\tb \"a/b\"\n\t_ \"\u00e9\"\n)")]
    [InlineData("//go:build (a || !b) && c\n\npackage p")]
    [InlineData("// +build a,!b c\n// +build d\n\npackage p")]
    [InlineData("//go:build (\n\npackage p")]
    [InlineData("package p\0")]
    [InlineData("package p\nimport 'a'")]
    public void A_header_can_be_kept_as_bytes(string text)
    {
        var header = Read(text);
        var bytes = header.Encode();
        var again = GoFileHeader.Decode(bytes)!;

        Assert.Equal(header.PackageName, again.PackageName);
        Assert.Equal(header.Imports, again.Imports);
        Assert.Equal((header.ConstraintError, header.ReadError, header.SyntaxError, header.ErrorOffset),
            (again.ConstraintError, again.ReadError, again.SyntaxError, again.ErrorOffset));
        Assert.Equal(header.GoBuild?.ToString(), again.GoBuild?.ToString());
        for (var tags = 0; tags < 16; tags++)
        {
            bool IsSet(string tag) => (tags & (1 << (tag[0] - 'a'))) != 0;
            Assert.Equal(header.Matches(IsSet), again.Matches(IsSet));
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(GoFileHeader.Decode(bytes.AsSpan(0, length)));
        }

        Assert.Null(GoFileHeader.Decode([.. bytes, 0]));
    }

    [Fact]
    public void Bytes_of_no_header_give_none_and_no_exception() =>
        Gen.Byte.Array[0, 40].Sample(bytes => { _ = GoFileHeader.Decode(bytes); });

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_error_at_the_top_only()
    {
        Assert.Equal("illegal UTF-8 encoding", Read([.. "package p // "u8, 0xff]).SyntaxError);
        Assert.Null(Read([.. "package p\nfunc f() {} // "u8, 0xff]).SyntaxError);
    }

    [Fact]
    public void A_null_byte_at_the_top_makes_the_file_unreadable_and_behind_it_does_not()
    {
        Assert.NotNull(Read("package p // \0").ReadError);
        Assert.Null(Read("package p\nimport \"a\"\nvar x = \"\0\"").ReadError);
    }

    [Fact]
    public void Any_bytes_give_a_header() => Gen.OneOf(
        Gen.Byte.Array[0, 60],
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 30]
            .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))))
        .Sample(text =>
        {
            var header = Read(text);
            return header.ErrorOffset >= 0 && header.PackageName != null;
        });

    private static GoFileHeader Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static GoFileHeader Read(byte[] content) => GoFileHeader.Read(new SourceFile("x.go", content));
}
