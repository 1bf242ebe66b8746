using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>Tells whether the garbage collector takes timers and tickers that nobody refers to, stopped or not.</summary>
internal static class TimerCollection
{
    private const int Since = 23;

    /// <summary>
    /// True where the go line says so. Code without one is older than that or built as if it were: the go command settles
    /// for Go 1.20. The standard library is as new as the toolchain; and so is code with a build constraint that asks for it.
    /// </summary>
    public static bool IsAutomatic(PackageContext package)
    {
        if (GoVersion.Parse(package.Package.Source.RuntimeVersion) is not { IsValid: true, Minor: < Since })
        {
            return true;
        }

        foreach (var file in package.Package.Files)
        {
            if (file.Version is { IsValid: true, Minor: >= Since })
            {
                return true;
            }
        }

        return false;
    }
}
