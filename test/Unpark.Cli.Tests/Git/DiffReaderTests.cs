using System.Text;
using Unpark.Cli.Git;

namespace Unpark.Cli.Tests.Git;

public sealed class DiffReaderTests
{
    [Fact]
    public void Changed_and_removed_lines_are_read_whatever_stands_in_them()
    {
        var changes = DiffReader.Read("""
            diff --git a/a.go b/a.go
            index 1..2 100644
            --- a/a.go
            +++ b/a.go
            @@ -1 +1,2 @@ func f() {
            -+++ b/evil.go
            +@@ -1 +1 @@
            ++++ b/worse.go
            @@ -7,2 +8,0 @@
            --- x
            -y
            \ No newline at end of file
            diff --git a/gone.go b/gone.go
            --- a/gone.go
            +++ /dev/null
            @@ -1 +0,0 @@
            -package gone
            diff --git "a/s\303\251 \"q\".go" "b/s\303\251 \"q\".go"
            --- /dev/null
            +++ "b/s\303\251 \"q\".go"
            @@ -0,0 +1,3 @@
            +a
            +b
            +c

            """.ReplaceLineEndings("\n"));
        Assert.Equal(["a.go", "sé \"q\".go"], changes.Keys.Order(StringComparer.Ordinal));
        var a = changes["a.go"];
        Assert.True(a.Changed(1, 1) && a.Changed(2, 9) && !a.Changed(3, 9));
        Assert.True(a.Removed(9, 9) && a.Removed(2, 20) && !a.Removed(1, 7) && !a.Removed(10, 20));
        Assert.True(changes["sé \"q\".go"].Changed(3, 3));
    }

    [Fact]
    public void Any_text_can_be_read()
    {
        var random = new Random(3);
        var pieces = new[] { "+++ ", "\"", "b/", "\\", "3", "03", "@@ -", ",", "1", " +", " @@", "\n", "-", "99999999999", "é" };
        for (var i = 0; i < 20_000; i++)
        {
            DiffReader.Read(new StringBuilder().AppendJoin("", Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)])).ToString());
        }
    }
}
