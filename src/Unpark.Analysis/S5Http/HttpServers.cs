using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Recognises <c>http.Server</c> and its timeouts.</summary>
internal static class HttpServers
{
    /// <summary>True for <c>http.Server</c> and a pointer to it.</summary>
    public static bool IsServer(GoType? type) => GoTypes.IsNamed(type, "net/http", "Server");

    /// <summary>True for package net/http and those below it, which are where servers without timeouts are from.</summary>
    public static bool IsHttpItself(PackageContext package) =>
        package.Package.Package.Path is "net/http" || package.Package.Package.Path.StartsWith("net/http/", StringComparison.Ordinal);

    /// <summary>The timeout fields.</summary>
    public static bool IsTimeout(string field) =>
        field is "ReadTimeout" or "ReadHeaderTimeout" or "WriteTimeout" or "IdleTimeout";

    /// <summary>True if the value sets a timeout: it is not zero.</summary>
    public static bool IsSet(TypedFile file, Expr value) => file.TypeOf(value).Value?.ToString() is not "0";

    /// <summary>
    /// True if the package answers requests piece by piece, for which a limit on the time to write would be wrong.
    /// </summary>
    public static bool Streams(FlowPackage package)
    {
        foreach (var file in package.Package.Files)
        {
            var content = file.Tree.File.Content;
            if (content.IndexOf("text/event-stream"u8) >= 0 || content.IndexOf("http.Flusher"u8) >= 0
                || content.IndexOf("http.Hijacker"u8) >= 0 || content.IndexOf("NewResponseController"u8) >= 0
                || content.IndexOf("ReverseProxy"u8) >= 0 || content.IndexOf("websocket"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
