namespace Unpark.Go.Build;

/// <summary>What counts of the go.mod of a dependency.</summary>
/// <param name="GoVersion">The go line's version, or empty.</param>
/// <param name="Require">The modules required, without what the main modules exclude.</param>
/// <param name="Ignore">The folders that patterns pass over.</param>
/// <param name="Error">Why it could not be read, or null.</param>
internal sealed record ModuleSummary(
    string GoVersion, IReadOnlyList<ModuleVersion> Require, IReadOnlyList<string> Ignore, string? Error)
{
    /// <summary>True if the file lists all modules that matter to its packages: from go 1.17 on.</summary>
    public bool IsPruned => IsPrunedAt(GoVersion);

    public static bool IsPrunedAt(string goVersion) =>
        goVersion.Length > 0 && Versions.IsGoAtLeast(goVersion, "1.17");
}
