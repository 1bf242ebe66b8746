using System.Reflection;

namespace Unpark.Cli;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    /// <summary>The version number alone, such as <c>1.2.3</c>.</summary>
    public static string Number => Informational.Split('+')[0];

    private static string Informational => typeof(ProductVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The name and version, and the commit it was built from where that is known.</summary>
    public static string Line
    {
        get
        {
            var version = Informational;
            var plus = version.IndexOf('+', StringComparison.Ordinal);
            return plus < 0 ? $"unpark {version}" : $"unpark {version[..plus]} ({version[(plus + 1)..]})";
        }
    }
}
