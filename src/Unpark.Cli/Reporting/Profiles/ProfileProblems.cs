using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Says on standard error what of a profile is missing.</summary>
internal static class ProfileProblems
{
    private const int MostParts = 5;

    /// <summary>Writes what could not be understood, with its place, and why a profile is not whole.</summary>
    public static void Write(Terminal terminal, string name, Profile profile)
    {
        foreach (var part in profile.UnparsedParts.Take(MostParts))
        {
            var place = part.Line > 0 ? $"{name}:{part.Line}" : $"{name} at byte {part.Offset}";
            terminal.WriteError($"{place}: {part.Reason}{(part.Text.Length > 0 ? $": {part.Text.Trim()}" : "")}");
        }

        if (profile.Unparsed > 0)
        {
            var lines = profile.Unparsed == 1 ? "1 line was" : $"{profile.Unparsed} lines were";
            terminal.WriteError($"{name}: {lines} not understood");
        }

        if (profile.Truncated is { } why)
        {
            terminal.WriteError($"{name}: not whole: {why}");
        }

        if (profile.LabelsDropped > 0)
        {
            terminal.WriteError($"{name}: {profile.LabelsDropped} goroutines are shown without labels: there are too many different ones");
        }
    }
}
