using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Says what of a profile is missing.</summary>
internal static class ProfileProblems
{
    private const int MostParts = 5;

    /// <summary>Writes what could not be understood, with its place, and why a profile is not whole.</summary>
    public static void Write(Terminal terminal, string name, Profile profile)
    {
        foreach (var problem in Of(name, profile, MostParts))
        {
            terminal.WriteError(problem);
        }
    }

    /// <summary>What could not be understood, a message each, and why a profile is not whole.</summary>
    /// <param name="name">Where the profile was read.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="mostParts">How many parts to name one by one.</param>
    public static IEnumerable<string> Of(string name, Profile profile, int mostParts)
    {
        foreach (var part in profile.UnparsedParts.Take(mostParts))
        {
            var place = part.Line > 0 ? $"{name}:{part.Line}" : $"{name} at byte {part.Offset}";
            yield return $"{place}: {part.Reason}{(part.Text.Length > 0 ? $": {part.Text.Trim()}" : "")}";
        }

        if (profile.Unparsed > 0)
        {
            var lines = profile.Unparsed == 1 ? "1 line was" : $"{profile.Unparsed} lines were";
            yield return $"{name}: {lines} not understood";
        }

        if (profile.Truncated is { } why)
        {
            yield return $"{name}: not whole: {why}";
        }

        if (profile.LabelsDropped > 0)
        {
            yield return $"{name}: {profile.LabelsDropped} goroutines are shown without labels: there are too many different ones";
        }
    }
}
