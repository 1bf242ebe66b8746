using System.CommandLine;

namespace Unpark.Cli.Commands;

/// <summary>
/// Lets options be written as the go command takes them: <c>-tags</c> and <c>--tags</c>, <c>-p</c> and <c>--p</c> are the
/// same, and <c>unpark help check</c> is <c>unpark check --help</c>.
/// </summary>
internal static class GoFlagSyntax
{
    /// <summary>The arguments with every option in its POSIX form.</summary>
    public static string[] Normalize(string[] args, Command root)
    {
        if (args is ["help", ..])
        {
            return [.. args[1..], "--help"];
        }

        var names = new HashSet<string>(StringComparer.Ordinal) { "--help" };
        foreach (var option in root.Options.Concat(root.Subcommands.SelectMany(c => c.Options)))
        {
            names.Add(option.Name);
            names.UnionWith(option.Aliases);
        }

        var normalized = new string[args.Length];
        var behindDashes = false;
        for (var i = 0; i < args.Length; i++)
        {
            behindDashes |= args[i] == "--";
            normalized[i] = behindDashes ? args[i] : Normalize(args[i], names);
        }

        return normalized;
    }

    private static string Normalize(string arg, HashSet<string> names)
    {
        if (arg.Length < 2 || arg[0] != '-')
        {
            return arg;
        }

        var bare = arg.TrimStart('-');
        var equals = bare.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? bare : bare[..equals];
        var wanted = (name.Length == 1 ? "-" : "--") + name;
        return names.Contains(wanted) && arg.Length - bare.Length <= 2 ? wanted + bare[name.Length..] : arg;
    }
}
