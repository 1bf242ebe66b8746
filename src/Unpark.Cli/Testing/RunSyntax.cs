using System.Collections.Immutable;
using System.CommandLine;
using Unpark.GoTest;

namespace Unpark.Cli.Testing;

/// <summary>
/// Tells the options of <c>unpark run</c>, the flags of <c>go build</c>, the package and the program's own arguments from each
/// other: what follows the package is the program's.
/// </summary>
internal static class RunSyntax
{
    /// <summary>The arguments with ours first and all others behind <c>--</c>.</summary>
    public static string[] Normalize(string[] args, Command command)
    {
        var ours = new List<string> { args[0] };
        var theirs = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "-h" or "-help" or "--help" or "-?")
            {
                ours.Add("--help");
            }
            else if (TestSyntax.Find(arg, command) is { } option)
            {
                var bare = arg.TrimStart('-');
                ours.Add("--" + bare);
                if (!bare.Contains('=', StringComparison.Ordinal) && option.Arity.MinimumNumberOfValues > 0 && i + 1 < args.Length)
                {
                    ours.Add(args[++i]);
                }
            }
            else if (arg.Length > 1 && arg[0] == '-' && arg != "--")
            {
                theirs.Add(arg);
                if (GoTestArguments.HasValue(arg) && i + 1 < args.Length)
                {
                    theirs.Add(args[++i]);
                }
            }
            else
            {
                theirs.AddRange(args[(arg == "--" ? i + 1 : i)..]);
                break;
            }
        }

        return [.. ours, "--", .. theirs];
    }

    /// <summary>The flags, the package and the program's arguments.</summary>
    public static (ImmutableArray<string> Flags, string? Package, ImmutableArray<string> Own) Split(string[] args)
    {
        var at = 0;
        while (at < args.Length && args[at].StartsWith('-'))
        {
            at += GoTestArguments.HasValue(args[at]) ? 2 : 1;
        }

        at = Math.Min(at, args.Length);
        return ([.. args[..at]], at < args.Length ? args[at] : null, [.. args.Skip(at + 1)]);
    }
}
