using CsCheck;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Syntax;

/// <summary>What holds for all files, whole and broken.</summary>
public sealed class TreePropertyTests
{
    private static readonly Lazy<string[]> Files = new(() =>
    [
        .. new[] { "src/sync", "src/net/http", "src/go/types", "src/slices", "test/typeparam", "test/fixedbugs" }
            .SelectMany(f => Directory.GetFiles(Path.Combine(GoToolchain.Root, f), "*.go"))
            .Order(StringComparer.Ordinal),
    ]);

    private static Gen<byte[]> Broken
        => Gen.Select(Gen.Int[0, Files.Value.Length - 1], Gen.Int, (file, seed) =>
            Mutation.Mutate(File.ReadAllBytes(Files.Value[file]), new Random(seed), maxLength: 20_000));

    [Fact]
    public void Nodes_lie_in_their_parents_one_behind_the_other_and_expressions_have_ids_of_their_own()
        => Parallel.ForEach(Files.Value, f => TreeInvariants.Check(Parse(File.ReadAllBytes(f))));

    [Fact]
    public void Broken_files_give_trees_and_the_same_ones_each_time()
        => Broken.Sample(
            source =>
            {
                var tree = Parse(source);
                TreeInvariants.Check(tree);
                var again = Parse(source);
                return TreeDump.OfTree(tree).Span.SequenceEqual(TreeDump.OfTree(again).Span)
                    && tree.Diagnostics.SequenceEqual(again.Diagnostics)
                    && tree.ExprCount == again.ExprCount;
            },
            iter: 300);

    [Fact]
    public void Random_bytes_give_trees()
        => Gen.Byte.Array[0, 300].Sample(
            bytes =>
            {
                TreeInvariants.Check(Parse(bytes));
                TreeInvariants.Check(Parse([.. "package p\nfunc f() {\n"u8, .. bytes]));
            },
            iter: 3000);

    [Fact]
    public void Tokens_follow_each_other_with_only_white_space_between()
        => Broken.Sample(
            source =>
            {
                var errors = new List<SyntaxDiagnostic>();
                var scanner = new Scanner(new SourceFile("x.go", source), errors);
                var end = source.AsSpan().StartsWith(SourceDefects.ByteOrderMark) ? 3 : 0;
                var line = 1;
                while (true)
                {
                    scanner.Next();
                    if (scanner.Kind == TokenKind.Eof)
                    {
                        break;
                    }

                    if (scanner is { Kind: TokenKind.Semicolon, IsNewline: true })
                    {
                        // Stands for a newline, which may lie in the comment just read.
                        Assert.True(scanner.Start == source.Length || source[scanner.Start] == '\n');
                        end = Math.Max(end, scanner.Offset);
                        continue;
                    }

                    Assert.True(scanner.Start >= end && scanner.Offset > scanner.Start);
                    Assert.Equal(-1, source.AsSpan(end, scanner.Start - end).IndexOfAnyExcept(" \t\r\n"u8));
                    line += source.AsSpan(end, scanner.Start - end).Count((byte)'\n');
                    Assert.Equal(1 + source.AsSpan(0, scanner.Start).Count((byte)'\n'), scanner.Line);
                    end = scanner.Offset;
                }

                return source.AsSpan(end).IndexOfAnyExcept(" \t\r\n"u8) < 0;
            },
            iter: 150);

    [Fact]
    public void A_tree_without_bodies_is_the_whole_one_with_its_bodies_left_out()
        => Parallel.ForEach(Files.Value, f =>
        {
            var bytes = File.ReadAllBytes(f);
            var whole = Parse(bytes);
            if (whole.Diagnostics.IsEmpty)
            {
                AssertSameWithoutBodies(whole, Parse(bytes, new ParseOptions { SkipFunctionBodies = true }));
            }
        });

    [Fact]
    public void Imports_alone_are_those_of_the_whole_file()
        => Parallel.ForEach(Files.Value, f =>
        {
            var bytes = File.ReadAllBytes(f);
            var whole = Parse(bytes);
            var imports = Parse(bytes, new ParseOptions { ImportsOnly = true });
            if (whole.Diagnostics.IsEmpty)
            {
                Assert.Equal(whole.Root.Imports.Select(i => (i.Pos, i.Path.Value)), imports.Root.Imports.Select(i => (i.Pos, i.Path.Value)));
                Assert.All(imports.Root.Decls, d => Assert.Equal(TokenKind.Import, Assert.IsType<GenDecl>(d).Tok));
            }
        });

    private static void AssertSameWithoutBodies(SyntaxTree whole, SyntaxTree skipped)
    {
        Assert.Empty(skipped.Diagnostics);
        Assert.Equal(whole.LineDirectives, skipped.LineDirectives);
        Assert.Equal(whole.Root.Decls.Length, skipped.Root.Decls.Length);
        var bodies = new List<(int From, int To)>();
        foreach (var (a, b) in whole.Root.Decls.Zip(skipped.Root.Decls))
        {
            Assert.Equal((a.Kind, a.Pos, a.End), (b.Kind, b.Pos, b.End));
            if (a is FuncDecl full && b is FuncDecl bare)
            {
                Assert.Equal(full.HasBody, bare.HasBody);
                Assert.Equal(full.Doc?.Pos, bare.Doc?.Pos);
                Assert.Null(bare.Body);
                if (full.Body is { } body)
                {
                    bodies.Add((body.Pos, body.End));
                }
            }
            else if (a is GenDecl { Doc: var doc })
            {
                Assert.Equal(doc?.Pos, ((GenDecl)b).Doc?.Pos);
            }
        }

        Assert.Equal(
            whole.Root.Comments.Where(c => !bodies.Exists(x => x.From < c.Pos && c.Pos < x.To)).Select(c => (c.Pos, c.End)),
            skipped.Root.Comments.Select(c => (c.Pos, c.End)));
    }

    private static SyntaxTree Parse(byte[] bytes, ParseOptions? options = null)
        => SyntaxTree.Parse(new SourceFile("x.go", bytes), options);
}
