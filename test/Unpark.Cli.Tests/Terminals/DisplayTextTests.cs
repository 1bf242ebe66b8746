using System.Text;
using CsCheck;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Tests.Terminals;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain é 日本", "plain é 日本")]
    [InlineData("a\e[31mb", "a\ufffd[31mb")]
    [InlineData("x\u202ey\r\n", "x\ufffdy\ufffd\ufffd")]
    public void What_a_terminal_would_obey_is_replaced(string text, string safe) => Assert.Equal(safe, DisplayText.Safe(text));

    [Fact]
    public void Any_line_and_any_mark_give_a_line_that_fits_and_a_mark_inside_it()
    {
        var line = Gen.Byte.Array[0, 400];
        Gen.Select(line, Gen.Int[-5, 420], Gen.Int[-5, 420], Gen.Int[0, 120]).Sample((bytes, from, length, width) =>
        {
            var laid = DisplayText.Lay(bytes, from, from + length, width);
            var columns = Math.Max(width, 20);
            Assert.DoesNotContain(laid.Text, char.IsControl);
            Assert.True(DisplayText.WidthOf(laid.Text) <= columns + 2);
            Assert.InRange(laid.MarkColumn, 0, columns + 1);
            Assert.InRange(laid.MarkWidth, 1, columns + 1);
        });
    }

    [Fact]
    public void A_wide_character_is_not_cut_in_half()
    {
        var line = Encoding.UTF8.GetBytes(new string('日', 40));
        Assert.All(Enumerable.Range(20, 10), width => Assert.All(Enumerable.Range(0, 40), at =>
        {
            var laid = DisplayText.Lay(line, 3 * at, (3 * at) + 3, width);
            Assert.InRange(DisplayText.WidthOf(laid.Text), width - 1, width + 2);
        }));
    }

    [Theory]
    [InlineData("\ta.Lock()", 1, 9, 4, 8)]
    [InlineData("ab\tx", 3, 4, 4, 1)]
    [InlineData("日本 x", 7, 8, 5, 1)]
    [InlineData("e\u0301x", 3, 4, 1, 1)]
    [InlineData("abc", 3, 3, 3, 1)]
    public void A_mark_is_given_in_columns(string line, int from, int to, int column, int width)
    {
        var laid = DisplayText.Lay(Encoding.UTF8.GetBytes(line), from, to, 80);
        Assert.Equal((column, width), (laid.MarkColumn, laid.MarkWidth));
    }
}
