using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Cli.Checking;
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
                theirs.AddRange(args[i..]);
                break;
            }
        }

        return [.. ours, "--", .. theirs];
    }

    /// <summary>The flags, the package or program, whether that stands behind <c>--</c>, and the program's arguments.</summary>
    public static (ImmutableArray<string> Flags, string? Program, bool IsBehindDashes, ImmutableArray<string> Own) Split(string[] args)
    {
        var at = 0;
        while (at < args.Length && args[at].StartsWith('-') && args[at] != "--")
        {
            at += GoTestArguments.HasValue(args[at]) ? 2 : 1;
        }

        at = Math.Min(at, args.Length);
        ImmutableArray<string> flags = [.. args[..at]];
        var isBehindDashes = at < args.Length && args[at] == "--";
        at += isBehindDashes ? 1 : 0;
        return (flags, at < args.Length ? args[at] : null, isBehindDashes, [.. args.Skip(at + 1)]);
    }

    /// <summary>
    /// The file of a program that is built already; null of a package. Behind <c>--</c> it may be a command, as a shell takes it.
    /// </summary>
    /// <param name="program">How it is named.</param>
    /// <param name="isBehindDashes">Whether that stands behind <c>--</c>.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="searchPath">The folders in which commands are.</param>
    /// <exception cref="CheckException">There is nothing of that name behind <c>--</c>.</exception>
    public static string? Built(string program, bool isBehindDashes, string folder, string searchPath)
    {
        var path = Path.GetFullPath(program, folder);
        if (File.Exists(path) && !program.EndsWith(".go", StringComparison.Ordinal) && program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return path;
        }

        // A package may stand there too.
        if (!isBehindDashes || Directory.Exists(path) || program.EndsWith(".go", StringComparison.Ordinal))
        {
            return null;
        }

        return program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? throw new CheckException($"{program}: there is no such file")
            : searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.GetFullPath(Path.Combine(f, program), folder)).FirstOrDefault(File.Exists)
                ?? throw new CheckException($"{program}: there is no such command on PATH");
    }
}
