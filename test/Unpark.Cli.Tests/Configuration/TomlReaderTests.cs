using System.Globalization;
using System.Text;
using CsCheck;
using Unpark.Cli.Configuration.Toml;

namespace Unpark.Cli.Tests.Configuration;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("\ufeffa = 1 # one", "{a:1}")]
    [InlineData("a = true\r\nb=false\r\n", "{a:true,b:false}")]
    [InlineData("'a b'.\"c\\td\" . e-f_1 = -1_000", "{a b:{c\td:{e-f_1:-1000}}}")]
    [InlineData("a = [1, [\"x\", # c\n 'y\\n'],\n\n]\nb = []", "{a:[1,[x,y\\n]],b:[]}")]
    [InlineData("a = { b = 1, c.d = \"x\" }", "{a:{b:1,c:{d:x}}}")]
    [InlineData("[a]\nb = 1\n[a.c]\nd = 2\n[e]", "{a:{b:1,c:{d:2}},e:{}}")]
    [InlineData("[a.b]\nx = 1\n[a]\ny = 2", "{a:{b:{x:1},y:2}}")]
    [InlineData("[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3", "{a:[{b:1},{b:2,c:{d:3}}]}")]
    [InlineData("a = \"\\u00e9\\U0001F600\\\\\\\"\"", "{a:é\U0001F600\\\"}")]
    [InlineData("a = \"\"\"\nx\r\n \\\n   y\"\"\"\"\n", "{a:x\n y\"}")]
    [InlineData("a = '''\nx\\n\n'y''''", "{a:x\\n\n'y'}")]
    [InlineData("a.b = 1\na.c = 2\n[a.d]\ne = 3", "{a:{b:1,c:2,d:{e:3}}}")]
    public void Documents_are_read(string text, string expected) => Assert.Equal(expected, Show(TomlReader.Read(text)));

    [Theory]
    [InlineData("a", 1, 2, "expected =, found the end of the file")]
    [InlineData("a = 1\nb c", 2, 3, "expected =, found \"c\"")]
    [InlineData("a = 1\n\na = 2", 3, 1, "a is there already")]
    [InlineData("a = x", 1, 5, "expected a value, found x: strings stand between quotes")]
    [InlineData("a = 1.5", 1, 5, "1.5 is no decimal whole number, and other numbers, dates and times are not read")]
    [InlineData("a = 2024-01-01", 1, 5, "2024-01-01 is no decimal whole number, and other numbers, dates and times are not read")]
    [InlineData("a = 99999999999999999999", 1, 5, "99999999999999999999 is too large")]
    [InlineData("a = 1 2", 1, 7, "expected the end of the line, found \"2\"")]
    [InlineData("a = \"x\nb = 1", 1, 5, "the string has no end on its line")]
    [InlineData("a = 'x", 1, 5, "the string has no end")]
    [InlineData("a = \"\"\"x", 1, 5, "the string has no end")]
    [InlineData("a = \"C:\\dir\"", 1, 8, "unknown escape in a string: a backslash is written \\\\, or the string stands between '")]
    [InlineData("a = \"\\ud800\"", 1, 6, "\\u wants the 4 hexadecimal digits of a character behind it")]
    [InlineData("a = [1, 2", 1, 10, "expected , or ] in the list that begins at 1:5, found the end of the file")]
    [InlineData("a = {b = 1,\nc = 2}", 1, 12, "expected a key, found the end of the line")]
    [InlineData("[a]\n[a]", 2, 2, "the table a is there already")]
    [InlineData("a = 1\n[a]", 2, 2, "a is there already, and is a number")]
    [InlineData("a = {}\n[a.b]", 2, 2, "a is there already, and is a table")]
    [InlineData("a = []\n[[a]]", 2, 3, "a is there already, and is a list")]
    [InlineData("a.b = 1\n[a]", 2, 2, "the table a is there already")]
    [InlineData("[a", 1, 3, "expected ], found the end of the file")]
    [InlineData("a = 'x\u0001'", 1, 7, "the control character U+0001 may not stand here")]
    public void What_is_wrong_is_named_with_its_place(string text, int line, int column, string message)
    {
        var error = Assert.Throws<TomlException>(() => TomlReader.Read(text));
        Assert.Equal((message, new TomlPlace(line, column)), (error.Message, error.Place));
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash()
    {
        foreach (var text in new[] { "a = " + new string('[', 100_000), "a" + string.Concat(Enumerable.Repeat(".a", 100_000)) + " = 1",
            string.Concat(Enumerable.Repeat("a = { ", 100_000)) })
        {
            Assert.Throws<TomlException>(() => TomlReader.Read(text));
        }
    }

    [Fact]
    public void Any_text_gives_a_document_or_an_error_inside_of_it()
    {
        string[] pieces = ["a", "b", ".", "=", " ", "\n", "\r\n", "[", "]", "[[", "]]", "{", "}", ",", "\"", "'", "\"\"\"",
            "'''", "\\", "\\u00", "1", "-", "true", "#", "\t", "\0", "é", "\ud83d", "a = 1\n", "[t]\n"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 40].Select(string.Concat).Sample(text =>
        {
            try
            {
                TomlReader.Read(text);
            }
            catch (TomlException e)
            {
                var lines = text.Split('\n');
                Assert.InRange(e.Place.Line, 1, lines.Length);
                Assert.InRange(e.Place.Column, 1, lines[e.Place.Line - 1].Length + 1);
            }
        }, iter: 20_000);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var values = Gen.Recursive<object>((depth, inner) => depth > 3
            ? Gen.Long.Select(n => (object)n)
            : Gen.OneOf(
                Gen.Long.Select(n => (object)n),
                Gen.Bool.Select(b => (object)b),
                Gen.String.Select(s => (object)new string([.. s.Where(c => !char.IsSurrogate(c))])),
                inner.Array[0, 4].Select(a => (object)a)));
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], values).Array[0, 8].Sample(pairs =>
        {
            var table = pairs.DistinctBy(p => p.Item1).ToArray();
            var text = string.Concat(table.Select(p => $"{p.Item1} = {Write(p.Item2)}\n"));
            Assert.Equal("{" + string.Join(',', table.Select(p => $"{p.Item1}:{Plain(p.Item2)}")) + "}", Show(TomlReader.Read(text)));
        }, iter: 2_000);
    }

    private static string Plain(object value) => value switch
    {
        object[] items => "[" + string.Join(',', items.Select(Plain)) + "]",
        bool b => b ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Write(object value) => value switch
    {
        object[] items => "[ " + string.Join(" ,\n ", items.Select(Write)) + "]",
        bool b => b ? "true" : "false",
        string s => "\"" + string.Concat(s.Select(c => c < ' ' || c is '"' or '\\' or '\x7f' ? $"\\u{(int)c:x4}" : $"{c}")) + "\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Show(TomlValue value) => value switch
    {
        TomlString s => s.Value,
        TomlInteger n => n.Value.ToString(CultureInfo.InvariantCulture),
        TomlBoolean b => b.Value ? "true" : "false",
        TomlArray a => "[" + string.Join(',', a.Items.Select(Show)) + "]",
        TomlTable t => new StringBuilder("{").AppendJoin(',', t.Keys.Select(k => $"{k}:{Show(t[k]!)}")).Append('}').ToString(),
        _ => throw new InvalidOperationException(),
    };
}
