using System.Text;
using Unpark.Analysis.Fixes;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Tests.Fixes;

public sealed class FixComposerTests
{
    private readonly SourceFile a = new("a.go", "0123456789"u8.ToArray());
    private readonly SourceFile b = new("b.go", "x\r\ny\r\n"u8.ToArray());

    [Fact]
    public void Fixes_that_do_not_touch_one_another_are_all_applied()
    {
        var composed = FixComposer.Compose([Fix(Edit(a, 8, 9, "EIGHT")), Fix(Edit(a, 1, 2, ""), Edit(a, 3, 3, "-"))]);
        Assert.Equal("02-34567EIGHT9", Text(composed, a));
        Assert.Equal(2, composed.Applied.Length);
    }

    [Fact]
    public void A_fix_that_overlaps_an_earlier_one_is_left_out_as_a_whole()
    {
        var late = Fix(Edit(a, 0, 1, "zero"), Edit(a, 4, 6, "!"));
        var composed = FixComposer.Compose([Fix(Edit(a, 5, 7, "?")), late]);
        Assert.Equal("01234?789", Text(composed, a));
        Assert.Equal([late], composed.Skipped);
    }

    [Fact]
    public void What_two_fixes_have_in_common_is_done_once()
    {
        var composed = FixComposer.Compose(
            [Fix(Edit(a, 1, 1, "import"), Edit(a, 5, 5, "x")), Fix(Edit(a, 1, 1, "import"), Edit(a, 7, 7, "y"))]);
        Assert.Equal("0import1234x56y789", Text(composed, a));
    }

    [Fact]
    public void Insertions_at_the_edges_of_a_replacement_do_not_conflict_with_it_and_one_inside_does()
    {
        Assert.Empty(FixComposer.Compose([Fix(Edit(a, 2, 4, "-")), Fix(Edit(a, 2, 2, "<")), Fix(Edit(a, 4, 4, ">"))]).Skipped);
        Assert.Single(FixComposer.Compose([Fix(Edit(a, 2, 4, "-")), Fix(Edit(a, 3, 3, "|"))]).Skipped);
        Assert.Single(FixComposer.Compose([Fix(Edit(a, 3, 3, "|")), Fix(Edit(a, 2, 4, "-"))]).Skipped);
    }

    [Fact]
    public void A_fix_may_change_several_files_and_takes_on_their_line_ends()
    {
        var composed = FixComposer.Compose([Fix(Edit(b, 3, 3, "new\n"), Edit(a, 0, 0, "first\n"))]);
        Assert.Equal("x\r\nnew\r\ny\r\n", Text(composed, b));
        Assert.Equal("first\n0123456789", Text(composed, a));
        Assert.Equal(["a.go", "b.go"], composed.Changes.Select(c => c.File.Path));
    }

    [Fact]
    public void An_edit_outside_its_file_is_refused()
        => Assert.Throws<ArgumentException>(() => FixComposer.Compose([Fix(Edit(a, 5, 11, ""))]));

    [Fact]
    public void A_file_on_its_own_keeps_fixes_of_other_files_out()
    {
        var other = Fix(Edit(b, 0, 1, "z"));
        var result = FixApplier.Apply(a, [other]);
        Assert.Equal("0123456789", Encoding.UTF8.GetString(result.Content.Span));
        Assert.Equal([other], result.Skipped);
    }

    private static Fix Fix(params TextEdit[] edits) => new("fix", true, [.. edits]);

    private static TextEdit Edit(SourceFile file, int start, int end, string text) => new(file, start, end, text);

    private static string Text(FixComposition composed, SourceFile file)
        => Encoding.UTF8.GetString(composed.Changes.Single(c => c.File == file).NewContent.Span);
}
