using System.Text;
using CsCheck;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Model;

public class NamesTests
{
    [Theory]
    [InlineData("Name", true)]
    [InlineData("name", false)]
    [InlineData("_Name", false)]
    [InlineData("", false)]
    [InlineData("Éa", true)]
    [InlineData("éa", false)]
    [InlineData("世界", false)]
    [InlineData("\U00010400x", true)] // a capital of the Deseret alphabet
    [InlineData("\U00016EA0x", true)] // a capital that Unicode 17 added
    [InlineData("ǅ", false)] // title case is not upper case
    public void A_name_is_exported_if_it_begins_with_an_upper_case_letter(string name, bool exported) =>
        Assert.Equal(exported, Unpark.Go.Types.Names.IsExported(name));

    [Fact]
    public void Strings_are_ordered_like_their_utf8_bytes() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char['a', 'c']), 0, 6].Where(IsValid)
            .Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Char['a', 'c']), 0, 6].Where(IsValid))
            .Sample((x, y) => Assert.Equal(
                Math.Sign(Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))),
                Math.Sign(Utf8Order.Compare(x, y))));

    [Fact]
    public void Characters_beyond_the_basic_plane_come_last() =>
        Assert.True(Utf8Order.Compare("\U00010000", "\uffff") > 0);

    private static bool IsValid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
