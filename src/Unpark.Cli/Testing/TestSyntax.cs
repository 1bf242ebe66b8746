using System.CommandLine;

namespace Unpark.Cli.Testing;

/// <summary>
/// Tells the options of <c>unpark test</c> from the arguments of <c>go test</c>, which may stand in any order: ours have
/// names that the go command does not know. What follows <c>-args</c> is the tests' own.
/// </summary>
internal static class TestSyntax
{
    /// <summary>The arguments with ours first and those of the go command behind <c>--</c>.</summary>
    /// <param name="args">The command line, the name of the command first.</param>
    /// <param name="command">The command, whose options are ours.</param>
    public static string[] Normalize(string[] args, Command command)
    {
        var ours = new List<string> { args[0] };
        var theirs = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "-args" or "--args" or "--")
            {
                theirs.AddRange(args[i..]);
                break;
            }

            if (arg is "-h" or "-help" or "--help" or "-?")
            {
                ours.Add("--help");
                continue;
            }

            if (Find(arg, command) is not { } option)
            {
                theirs.Add(arg);
                continue;
            }

            var bare = arg.TrimStart('-');
            ours.Add("--" + bare);
            if (!bare.Contains('=', StringComparison.Ordinal) && option.Arity.MinimumNumberOfValues > 0 && i + 1 < args.Length)
            {
                ours.Add(args[++i]);
            }
        }

        return [.. ours, "--", .. theirs];
    }

    /// <summary>The option that an argument is, with one dash or two; null if it is none of the command's.</summary>
    public static Option? Find(string arg, Command command)
    {
        if (arg.Length < 2 || arg[0] != '-')
        {
            return null;
        }

        // Tests have flags of their own, and -seed is a common one.
        if (arg.StartsWith("-seed", StringComparison.Ordinal))
        {
            return null;
        }

        var bare = arg.TrimStart('-');
        var equals = bare.IndexOf('=', StringComparison.Ordinal);
        var name = "--" + (equals < 0 ? bare : bare[..equals]);
        return arg.Length - bare.Length <= 2 ? command.Options.FirstOrDefault(o => o.Name == name) : null;
    }
}
