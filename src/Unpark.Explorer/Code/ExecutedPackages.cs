using Unpark.Go.Build;

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
        "unicode/utf16", "unicode/utf8", "internal/bytealg", "internal/byteorder", "internal/stringslite",
        "internal/itoa",
    };

    private static readonly HashSet<string> OfRuntime = new(StringComparer.Ordinal)
    {
        "C", "os", "reflect", "runtime", "sync", "sync/atomic", "syscall", "unsafe", "internal/abi", "internal/cpu", "internal/poll",
        "internal/reflectlite", "internal/syscall/unix", "internal/testlog", "internal/race", "internal/godebug",
    };

    /// <summary>True of a package that cannot be executed by its source: it is about the real runtime and operating system.</summary>
    public static bool IsOfRuntime(string path) => OfRuntime.Contains(path) || path.StartsWith("runtime/", StringComparison.Ordinal)
        || path.StartsWith("internal/runtime/", StringComparison.Ordinal) || path.StartsWith("crypto/internal/", StringComparison.Ordinal);

    /// <summary>True of a package that comes with Go.</summary>
    public static bool IsOfStandardLibrary(GoProgram program, string path) =>
        program.Find(path) is not { } package || package.Files.IsStandard;

    /// <summary>True of a package of the standard library, whose variables no program changes.</summary>
    public static bool IsStandard(string path) => Standard.Contains(path);

    public static bool Contains(string path) => Standard.Contains(path) || path.Split('/')[0].Contains('.', StringComparison.Ordinal);
}
