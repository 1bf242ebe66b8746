using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Constants;

public sealed class LongStringTests
{
    [Fact]
    public void A_concatenation_of_a_billion_bytes_is_shown_without_making_it()
    {
        var value = ConstantValue.MakeString("0123456789");
        for (var i = 0; i < 27; i++)
        {
            value = ConstantValue.BinaryOp(value, TokenKind.Add, value);
        }

        Assert.Equal(10L << 27, ConstantValue.StringLen(value));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("\"" + string.Concat(Enumerable.Repeat("0123456789", 6)) + "01234567...", value.ToString());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void The_shown_text_is_cut_where_go_constant_cuts_it()
    {
        var text = new string('é', 500);
        var whole = ConstantValue.MakeString(text);
        var joined = ConstantValue.BinaryOp(
            ConstantValue.MakeString(text[..7]), TokenKind.Add, ConstantValue.MakeString(text[7..]));
        Assert.Equal(whole.ToString(), joined.ToString());
        Assert.EndsWith("...", whole.ToString(), StringComparison.Ordinal);
    }
}
