using System.Text;
using CsCheck;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Build;

public sealed class ModFileTests
{
    private static readonly string[] Pieces =
    [
        "module", "require", "(", ")", "\n", " ", "=>", "[", ",", "]", "\"", "`", "//", "v1.0.0", "example.com/a",
        "replace", "\\", "retract",
    ];

    [Fact]
    public void All_directives_are_read()
    {
        var mod = Parse("""
            module "example.com/m" // the module
            go 1.24.1
            toolchain go1.25.0
            godebug default=go1.21
            require example.com/a v1.0.0 // indirect; because
            require (
                example.com/b v1.1.0 // indirect

                // a comment
                `example.com/c` v1.2.0 // indirectly
            )
            exclude ( example.com/a v0.9.0
            )
            exclude (
                example.com/a v0.9.0
            )
            replace (
                example.com/a => ../a
                example.com/b v1.1.0 => example.com/fork v1.1.1
            )
            retract v1.0.0
            retract [v1.1.0, v1.2.0] // broken
            tool example.com/tool
            ignore (
                ./node_modules
                static
            )
            """);

        Assert.Equal("example.com/m", mod.ModulePath);
        Assert.Equal("1.24.1", mod.Go);
        Assert.Equal("go1.25.0", mod.Toolchain);
        Assert.Equal(["default=go1.21"], mod.Godebug);
        Assert.Equal(
            ["example.com/a@v1.0.0 True", "example.com/b@v1.1.0 True", "example.com/c@v1.2.0 False"],
            mod.Require.Select(require => $"{require.Module} {require.Indirect}"));
        Assert.Equal(
            ["example.com/a => ../a", "example.com/b@v1.1.0 => example.com/fork@v1.1.1"],
            mod.Replace.Select(replace => $"{replace.Old} => {replace.New}"));
        Assert.Equal([("v1.0.0", "v1.0.0"), ("v1.1.0", "v1.2.0")], mod.Retract);
        Assert.Equal(["example.com/tool"], mod.Tools);
        Assert.Equal(["./node_modules", "static"], mod.Ignore);
        // A block's opening line ends behind its parenthesis.
        Assert.Equal("go.mod:12: malformed exclude line", mod.Errors[0]);
    }

    [Fact]
    public void What_cannot_be_understood_is_named_with_its_line()
    {
        var mod = Parse("""
            module
            require example.com/a
            nonsense
            replace a b c d e f
            go "1.2
            require (
            """);

        Assert.Equal(
            [
                "go.mod:1: malformed module line",
                "go.mod:2: malformed require line",
                "go.mod:3: unknown directive: nonsense",
                "go.mod:4: malformed replace line",
                "go.mod:5: string not terminated",
                "go.mod:6: missing ) at the end of the require block",
            ],
            mod.Errors);
    }

    [Fact]
    public void Any_text_is_read() => Gen.OneOf(
        Gen.String, Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 30].Select(string.Concat))
        .Sample(text => Parse(text) != null);

    private static ModFile Parse(string text) =>
        ModFile.Parse(new SourceFile("/m/go.mod", Encoding.UTF8.GetBytes(text)));
}
