namespace Unpark.Explorer;

/// <summary>
/// The packages whose functions are executed by their source. Of the standard library these are the ones that compute and
/// do not touch the world outside, nor how the runtime lays out memory.
/// </summary>
internal static class ExecutedPackages
{
    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "bufio", "bytes", "cmp", "container/heap", "container/list", "container/ring", "errors", "iter", "io", "maps",
        "math", "math/bits", "math/cmplx", "path", "slices", "sort", "strconv", "strings", "text/tabwriter", "unicode",
        "unicode/utf16", "unicode/utf8",
    };

    /// <summary>True of a package of the standard library, whose variables no program changes.</summary>
    public static bool IsStandard(string path) => Standard.Contains(path);

    public static bool Contains(string path) => Standard.Contains(path) || path.Split('/')[0].Contains('.', StringComparison.Ordinal);
}
