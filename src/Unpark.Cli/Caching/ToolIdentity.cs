using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace Unpark.Cli.Caching;

/// <summary>Tells one build of Unpark from another: the same version number may stand for many while it is worked on.</summary>
internal static class ToolIdentity
{
    /// <summary>The hash of the executable's code, or null if it cannot be read.</summary>
    public static UInt128? Find()
    {
        try
        {
            // A native executable is one file; otherwise the code is in the libraries beside it.
            string[] files = RuntimeFeature.IsDynamicCodeSupported
                ? [.. Directory.GetFiles(AppContext.BaseDirectory, "*npark*.dll").Order(StringComparer.Ordinal)]
                : [Environment.ProcessPath!];
            var hash = new XxHash128();
            foreach (var file in files)
            {
                hash.Append(File.ReadAllBytes(file));
            }

            return files.Length == 0 ? null : hash.GetCurrentHashAsUInt128();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentNullException)
        {
            return null;
        }
    }
}
