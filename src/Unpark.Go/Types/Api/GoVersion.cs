using System.Globalization;

namespace Unpark.Go.Types;

/// <summary>
/// A language version, such as Go 1.22. The default value is no version, which allows everything.
/// Source: go/types version.go, go/version.
/// </summary>
/// <param name="Minor">The number after <c>go1.</c>, or 0 for no version.</param>
public readonly record struct GoVersion(int Minor)
{
    /// <summary>The first version in which <c>//go:build</c> lines set a file's version.</summary>
    internal static readonly GoVersion FileVersions = new(21);

    /// <summary>True if it is a version.</summary>
    public bool IsValid => Minor > 0;

    /// <summary>The version of a text such as <c>go1.21</c>, <c>1.21.3</c> or <c>go1.22rc1</c>; none if it is none.</summary>
    public static GoVersion Parse(string? text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.StartsWith("go"))
        {
            rest = rest[2..];
        }

        if (rest is "1")
        {
            return new GoVersion(1);
        }

        if (!rest.StartsWith("1."))
        {
            return default;
        }

        rest = rest[2..];
        var digits = 0;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
        {
            digits++;
        }

        return int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new GoVersion(Math.Max(minor, 1))
            : default;
    }

    /// <summary>True if what came with a version may be used.</summary>
    public bool Allows(GoVersion wanted) => Minor == 0 || Minor >= wanted.Minor;

    /// <summary>True if what came with Go 1.<paramref name="minor"/> may be used.</summary>
    public bool Allows(int minor) => Minor == 0 || Minor >= minor;

    /// <summary><c>go1.N</c>, or the empty string.</summary>
    public override string ToString() => Minor > 0 ? $"go1.{Minor}" : "";
}
