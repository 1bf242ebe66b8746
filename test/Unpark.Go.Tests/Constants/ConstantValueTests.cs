using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Constants;

public class ConstantValueTests
{
    [Fact]
    public void A_long_sum_of_strings_is_put_together_once_from_any_thread()
    {
        const int Terms = 200_000;

        var sum = ConstantValue.MakeString("");
        for (var i = 0; i < Terms; i++)
        {
            sum = ConstantValue.BinaryOp(sum, TokenKind.Add, ConstantValue.MakeString("ab"));
        }

        Assert.Equal(2 * Terms, ConstantValue.StringLen(sum));
        var texts = new string[8];
        Parallel.For(0, texts.Length, i => texts[i] = ConstantValue.StringVal(sum));
        Assert.All(texts, text => Assert.Equal(2 * Terms, text.Length));
        Assert.Equal("ababab", texts[0][..6]);
    }

    [Fact]
    public void A_sum_that_leans_to_the_right_does_not_recur()
    {
        var sum = ConstantValue.MakeString("z");
        for (var i = 0; i < 100_000; i++)
        {
            sum = ConstantValue.BinaryOp(ConstantValue.MakeString("a"), TokenKind.Add, sum);
        }

        Assert.EndsWith("aaaz", ConstantValue.StringVal(sum), StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_keep_bytes_that_are_not_utf8()
    {
        var value = ConstantValue.MakeFromLiteral(""" "\xff\x00é" """.Trim(), TokenKind.String);
        Assert.Equal<byte>([0xff, 0, 0xc3, 0xa9], ConstantValue.StringBytes(value).ToArray());
        Assert.Equal("\"\\xff\\x00é\"", value.ExactString());
    }

    [Theory]
    [InlineData("089", TokenKind.Int)]
    [InlineData("1__0", TokenKind.Int)]
    [InlineData("0x", TokenKind.Int)]
    [InlineData("1_", TokenKind.Int)]
    [InlineData("12a", TokenKind.Int)]
    [InlineData("1e", TokenKind.Float)]
    [InlineData("1e+", TokenKind.Float)]
    [InlineData(".", TokenKind.Float)]
    [InlineData("1_.5", TokenKind.Float)]
    [InlineData("1e1_", TokenKind.Float)]
    [InlineData("i", TokenKind.Imag)]
    [InlineData("''", TokenKind.Char)]
    [InlineData("'\\q'", TokenKind.Char)]
    [InlineData("\"\\u12\"", TokenKind.String)]
    [InlineData("\"a", TokenKind.String)]
    [InlineData("", TokenKind.String)]
    public void A_malformed_literal_is_unknown(string literal, TokenKind kind) =>
        Assert.Equal(ConstantKind.Unknown, ConstantValue.MakeFromLiteral(literal, kind).Kind);

    [Theory]
    [InlineData(TokenKind.Quo)]
    [InlineData(TokenKind.QuoAssign)]
    [InlineData(TokenKind.Rem)]
    public void Dividing_by_zero_is_unknown(TokenKind op)
    {
        foreach (var x in new[] { ConstantValue.MakeInt64(7), ConstantValue.MakeFromLiteral("1e30", TokenKind.Int) })
        {
            Assert.Equal(ConstantKind.Unknown, ConstantValue.BinaryOp(x, op, ConstantValue.MakeInt64(0)).Kind);
        }
    }

    [Fact]
    public void What_an_operator_is_not_defined_for_is_unknown()
    {
        ConstantValue[] values =
        [
            ConstantValue.Unknown, ConstantValue.MakeBool(true), ConstantValue.MakeString("x"),
            ConstantValue.MakeInt64(1),
            ConstantValue.MakeFloat64(1.5), ConstantValue.MakeFromLiteral("2i", TokenKind.Imag),
            ConstantValue.MakeFromLiteral("1e5000", TokenKind.Float), ConstantValue.MakeUInt64(ulong.MaxValue),
        ];
        foreach (var x in values)
        {
            foreach (var y in values)
            {
                foreach (var op in Enum.GetValues<TokenKind>())
                {
                    Assert.NotNull(ConstantValue.BinaryOp(x, op, y));
                    Assert.NotNull(ConstantValue.UnaryOp(op, y));
                    ConstantValue.Compare(x, op, y);
                }
            }
        }
    }

    [Fact]
    public void Every_character_is_quoted_as_go_quotes_it()
    {
        const int Block = 4096;

        var programs = new List<string>();
        for (var first = 0; first <= 0x10ffff; first += Block)
        {
            var literal = new StringBuilder("L string \"");
            for (var c = first; c < first + Block; c++)
            {
                if (Rune.IsValid(c))
                {
                    literal.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\U{c:x8}");
                }
            }

            programs.Add(literal.Append('"').ToString());
        }

        var expected = GoTool.RunOracle("goconstant", string.Join('\n', programs) + "\n").Split("\n\n");
        for (var i = 0; i < programs.Count; i++)
        {
            Assert.Equal(expected[i], ConstantPrograms.Run(programs[i])[0]);
        }
    }
}
