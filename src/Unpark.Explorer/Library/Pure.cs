using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Functions of the standard library that do nothing but work out a result: of arguments that are not known it is not known
/// either, and their bodies, which would ask about each character, need not be executed.
/// </summary>
internal static class Pure
{
    private static readonly HashSet<string> Packages = new(StringComparer.Ordinal)
    {
        "math", "math/bits", "math/cmplx", "path", "strconv", "strings", "unicode", "unicode/utf16", "unicode/utf8",
        "internal/stringslite", "internal/bytealg",
    };

    public static bool Contains(Func? function) =>
        function is { IsMethod: false, Package.Path: var path } && Packages.Contains(path);
}
