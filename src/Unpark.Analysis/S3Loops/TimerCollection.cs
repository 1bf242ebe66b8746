using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>Tells whether the garbage collector takes timers and tickers that nobody refers to, stopped or not.</summary>
internal static class TimerCollection
{
    private const int Since = 23;
    private const int AlwaysSince = 27;

    /// <summary>
    /// True where the go line says so. Without a module the go command assumes Go 1.20, but from some version on the
    /// runtime has nothing else to offer.
    /// </summary>
    public static bool IsAutomatic(PackageContext package, TypedFile file) =>
        file.Version.IsValid ? file.Version.Minor >= Since
        : IsStandard(file) || package.Options.Toolchain.Minor >= AlwaysSince;

    // The standard library has no go line: it is as new as the toolchain.
    private static bool IsStandard(TypedFile file) => !file.Package.Package.Path.AsSpan().Contains('.');
}
