namespace Unpark.Go.Build;

/// <summary>
/// Order of versions: of modules (semantic versions) and of Go itself. Source: golang.org/x/mod/semver, internal/gover.
/// </summary>
internal static class Versions
{
    /// <summary>
    /// Compares versions of a module; the modules <c>go</c> and <c>toolchain</c> have Go's own versions.
    /// </summary>
    public static int Compare(string modulePath, string x, string y) => modulePath switch
    {
        "go" => CompareGo(x, y),
        "toolchain" => CompareGo(OfToolchain(x), OfToolchain(y)),
        _ => CompareSemantic(x, y),
    };

    /// <summary>True for a complete semantic version with its <c>v</c>.</summary>
    public static bool IsSemantic(string version) => Semantic.TryParse(version, out _);

    /// <summary>Compares semantic versions; what is none comes before all that are.</summary>
    public static int CompareSemantic(string x, string y)
    {
        var xValid = Semantic.TryParse(x, out var a);
        var yValid = Semantic.TryParse(y, out var b);
        if (!xValid || !yValid)
        {
            return xValid.CompareTo(yValid);
        }

        var order = CompareNumbers(a.Major, b.Major);
        order = order != 0 ? order : CompareNumbers(a.Minor, b.Minor);
        order = order != 0 ? order : CompareNumbers(a.Patch, b.Patch);
        return order != 0 ? order : ComparePrerelease(a.Prerelease, b.Prerelease);
    }

    /// <summary>Compares Go versions without their <c>go</c>: 1.21 is before 1.21rc1, which is before 1.21.0.</summary>
    public static int CompareGo(string x, string y)
    {
        var a = GoNumber.Parse(x);
        var b = GoNumber.Parse(y);
        var order = CompareNumbers(a.Major, b.Major);
        order = order != 0 ? order : CompareNumbers(a.Minor, b.Minor);
        order = order != 0 ? order : CompareNumbers(a.Patch, b.Patch);
        order = order != 0 ? order : string.CompareOrdinal(a.Kind, b.Kind);
        return order != 0 ? order : CompareNumbers(a.Pre, b.Pre);
    }

    /// <summary>True if a Go version without its <c>go</c> is at least another one.</summary>
    public static bool IsGoAtLeast(string version, string minimum) => CompareGo(version, minimum) >= 0;

    /// <summary>The N of <c>go1.N</c>, or 0.</summary>
    public static int GoVersionMinor(string version)
    {
        if (!version.StartsWith("go1.", StringComparison.Ordinal))
        {
            return 0;
        }

        var minor = 0;
        for (var i = "go1.".Length; i < version.Length && char.IsAsciiDigit(version[i]) && minor < 10_000; i++)
        {
            minor = (minor * 10) + (version[i] - '0');
        }

        return minor;
    }

    private static string OfToolchain(string name)
    {
        // "go1.21.0-bigcorp" and "go1.21.0" are the same version; "default" is none.
        if (!name.StartsWith("go", StringComparison.Ordinal))
        {
            return "";
        }

        var end = name.AsSpan().IndexOfAny(" \t-");
        return end < 0 ? name[2..] : name[2..end];
    }

    // Numbers are compared as numbers without parsing them: they may be longer than any integer.
    private static int CompareNumbers(string x, string y) =>
        x.Length != y.Length ? x.Length.CompareTo(y.Length) : Math.Sign(string.CompareOrdinal(x, y));

    private static int ComparePrerelease(string x, string y)
    {
        if (x == y)
        {
            return 0;
        }

        // No prerelease is above any.
        if (x.Length == 0 || y.Length == 0)
        {
            return x.Length == 0 ? 1 : -1;
        }

        var xs = x.Split('.');
        var ys = y.Split('.');
        for (var i = 0; i < xs.Length && i < ys.Length; i++)
        {
            if (xs[i] == ys[i])
            {
                continue;
            }

            var xNumber = IsNumber(xs[i]);
            var yNumber = IsNumber(ys[i]);
            if (xNumber != yNumber)
            {
                return xNumber ? -1 : 1;
            }

            return xNumber ? CompareNumbers(xs[i], ys[i]) : Math.Sign(string.CompareOrdinal(xs[i], ys[i]));
        }

        return xs.Length.CompareTo(ys.Length);
    }

    private static bool IsNumber(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static bool TryCutNumber(ref ReadOnlySpan<char> rest, out string number)
    {
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        number = rest[..length].ToString();
        rest = rest[length..];
        return length > 0 && (length == 1 || number[0] != '0');
    }

    private readonly record struct GoNumber(string Major, string Minor, string Patch, string Kind, string Pre)
    {
        private static readonly GoNumber Invalid = new("", "", "", "", "");

        public static GoNumber Parse(string version)
        {
            var rest = version.AsSpan();
            if (!TryCutNumber(ref rest, out var major))
            {
                return Invalid;
            }

            if (rest.IsEmpty)
            {
                return new GoNumber(major, "0", "0", "", "");
            }

            if (rest[0] != '.')
            {
                return Invalid;
            }

            rest = rest[1..];
            if (!TryCutNumber(ref rest, out var minor))
            {
                return Invalid;
            }

            if (rest.IsEmpty)
            {
                // From 1.21 on the language version 1.N is below the first release 1.N.0.
                return new GoNumber(major, minor, CompareNumbers(minor, "21") < 0 ? "0" : "", "", "");
            }

            if (rest[0] == '.')
            {
                rest = rest[1..];
                return TryCutNumber(ref rest, out var patch) && rest.IsEmpty
                    ? new GoNumber(major, minor, patch, "", "")
                    : Invalid;
            }

            var kind = 0;
            while (kind < rest.Length && !char.IsAsciiDigit(rest[kind]))
            {
                if (rest[kind] is < 'a' or > 'z')
                {
                    return Invalid;
                }

                kind++;
            }

            var name = rest[..kind].ToString();
            rest = rest[kind..];
            return rest.IsEmpty ? new GoNumber(major, minor, "", name, "")
                : TryCutNumber(ref rest, out var pre) && rest.IsEmpty ? new GoNumber(major, minor, "", name, pre)
                : Invalid;
        }
    }

    private readonly record struct Semantic(string Major, string Minor, string Patch, string Prerelease)
    {
        public static bool TryParse(string version, out Semantic parsed)
        {
            parsed = default;
            if (version.Length == 0 || version[0] != 'v')
            {
                return false;
            }

            var rest = version.AsSpan(1);
            if (!TryCutNumber(ref rest, out var major))
            {
                return false;
            }

            var minor = "0";
            var patch = "0";
            var prerelease = "";
            if (!rest.IsEmpty)
            {
                if (!TryCutPart(ref rest, out minor))
                {
                    return false;
                }

                if (!rest.IsEmpty)
                {
                    if (!TryCutPart(ref rest, out patch))
                    {
                        return false;
                    }

                    var build = rest.IndexOf('+');
                    var before = build < 0 ? rest : rest[..build];
                    if (!before.IsEmpty)
                    {
                        if (before[0] != '-' || before.Length == 1)
                        {
                            return false;
                        }

                        prerelease = before[1..].ToString();
                    }
                }
            }

            parsed = new Semantic(major, minor, patch, prerelease);
            return true;
        }

        private static bool TryCutPart(ref ReadOnlySpan<char> rest, out string part)
        {
            part = "";
            if (rest[0] != '.')
            {
                return false;
            }

            rest = rest[1..];
            return TryCutNumber(ref rest, out part);
        }
    }
}
