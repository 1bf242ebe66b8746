using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes what went wrong in a check to standard error.</summary>
internal static class ProblemWriter
{
    private const int MostImportsNamed = 3;

    /// <summary>Writes the problems, one a line, and a line about imports that are not there.</summary>
    public static void Write(Terminal terminal, PathDisplay paths, CheckResult result)
    {
        foreach (var problem in result.Problems)
        {
            var place = problem.Path.Length == 0 ? "" : paths.Show(problem.Path);
            place += problem.Line > 0 ? $":{problem.Line}:{problem.Column}: " : place.Length > 0 ? ": " : "";
            terminal.WriteError(place + problem.Message);
        }

        if (!result.MissingImports.IsEmpty)
        {
            var count = result.MissingImports.Length;
            var named = string.Join(", ", result.MissingImports.Take(MostImportsNamed));
            var more = count > MostImportsNamed ? ", …" : "";
            terminal.WriteError(
                $"{Count(count, "import is", "imports are")} not on disk, and what comes from there is unknown: {named}{more}");
        }

        if (result.UsedSnapshot)
        {
            terminal.WriteError("no GOROOT found: the standard library is known by its declarations only");
        }
    }

    /// <summary>A number and its noun.</summary>
    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
