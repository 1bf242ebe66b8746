using System.Text;
using Unpark.Go.Constants;

namespace Unpark.Go.Types;

/// <summary>
/// What Go says of identifiers (Go specification, "Exported identifiers", "Uniqueness of identifiers").
/// </summary>
public static class Names
{
    /// <summary>True if a name begins with an upper-case letter (Unicode category Lu).</summary>
    public static bool IsExported(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }

        var first = name[0];
        if (first < 0x80)
        {
            return first is >= 'A' and <= 'Z';
        }

        return Rune.DecodeFromUtf16(name, out var rune, out _) == System.Buffers.OperationStatus.Done
            && (Rune.IsUpper(rune) || Unicode17.IsUpper(rune.Value));
    }

    /// <summary>
    /// What identifies a field or method: the name if it is exported, otherwise the name with the package's path
    /// before it, <c>_</c> standing for no package.
    /// </summary>
    public static string Id(Package? package, string name)
    {
        if (IsExported(name))
        {
            return name;
        }

        var path = package is { Path: { Length: > 0 } known } ? known : "_";
        return path + "." + name;
    }

    /// <summary>
    /// True if two packages are the same one, or two variants of it; objects of the universe have none.
    /// </summary>
    public static bool SamePackage(Package? a, Package? b) =>
        ReferenceEquals(a, b) || (a != null && b != null && a.Path == b.Path);

    /// <summary>The last element of an import path.</summary>
    internal static string LastElement(string importPath) => importPath[(importPath.LastIndexOf('/') + 1)..];
}
