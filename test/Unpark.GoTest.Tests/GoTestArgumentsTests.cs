namespace Unpark.GoTest.Tests;

public sealed class GoTestArgumentsTests
{
    [Theory]
    [InlineData("./... -v", "./...", "v=true")]
    [InlineData("-run TestX ./a ./b -count=1", "./a,./b", "count=1,run=TestX")]
    [InlineData("--race -test.v=false .", ".", "race=true,v=false")]
    [InlineData("-C dir -timeout 3s", "", "C=dir,timeout=3s")]
    [InlineData("-unknown value ./a", "", "")]
    [InlineData("./a -unknown=1 ./b", "./a", "")]
    [InlineData("./a -args -v ./b", "./a", "")]
    [InlineData("-json -bench . ./a", "./a", "bench=.,json=true")]
    public void Arguments_are_read_as_the_go_command_reads_them(string line, string packages, string flags)
    {
        var arguments = GoTestArguments.Parse(line.Split(' '));

        Assert.Equal(packages, string.Join(',', arguments.Packages));
        Assert.Equal(flags, string.Join(',', arguments.Flags.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}")));
    }

    [Fact]
    public void Flags_of_the_environment_count_and_the_command_line_goes_first()
    {
        var arguments = GoTestArguments.Parse(["-v=false", "./..."], "-v -tags=x -mod=mod");

        Assert.False(arguments.IsVerbose);
        Assert.Equal("x", arguments.Flags["tags"]);
        Assert.Equal("/my folder/o", GoTestArguments.Parse([], "-v '-overlay=/my folder/o'\t\"-ldflags=-X a='b'\" '-p=1").Flags["overlay"]);
    }

    [Fact]
    public void Flags_are_left_out_with_their_values_and_not_behind_args()
    {
        var arguments = GoTestArguments.Parse(["-C", "dir", "-json", "-overlay=x", "-run", "-json", "./...", "-args", "-json"]);

        Assert.Equal(["-run", "-json", "./...", "-args", "-json"], arguments.Without("C", "json", "overlay"));
    }
}
