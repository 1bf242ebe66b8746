using System.CommandLine;
using Unpark.Cli.Commands;

namespace Unpark.Cli.Tests.Commands;

public sealed class GoFlagSyntaxTests
{
    [Theory]
    [InlineData("check -tags a,b -C=x --p 3", "check --tags a,b -C=x -p 3")]
    [InlineData("check -tags=a --json -help", "check --tags=a --json --help")]
    [InlineData("check -- -tags", "check -- -tags")]
    [InlineData("check - -unknown ---tags", "check - -unknown ---tags")]
    [InlineData("help check", "check --help")]
    public void Options_may_be_written_as_the_go_command_takes_them(string args, string expected)
    {
        var check = new Command("check") { new Option<string>("--tags"), new Option<bool>("--json"), new Option<int>("-p"), new Option<string>("-C") };
        Assert.Equal(expected.Split(' '), GoFlagSyntax.Normalize(args.Split(' '), new RootCommand { check }));
    }
}
