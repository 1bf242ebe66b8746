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

    /// <summary>True for a package in a folder that is for tests: what it serves is not open for long.</summary>
    public static bool IsForTests(PackageContext package)
    {
        foreach (var part in package.Package.Package.Path.Split('/'))
        {
            if (part is "test" or "tests" or "testing" or "testutil" or "testutils" or "testhelpers" or "testsupport" or "testdata" or "e2e")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a literal of a struct of this package that embeds an http.Server, not a pointer to one.</summary>
    public static bool EmbedsServer(TypedFile file, CompositeLit literal)
    {
        if (file.TypeOf(literal).Type is not NamedType { Underlying: StructType { Fields: var fields } } named
            || named.Obj.Package != file.Package.Package)
        {
            return false;
        }

        foreach (var field in fields)
        {
            if (field is { Embedded: true, Name: "Server" } && GoTypes.Unalias(field.Type) is not PointerType
                && IsServer(field.Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the name of a function says that it sets what is given to it.</summary>
    public static bool Configures(string name)
    {
        foreach (var word in (ReadOnlySpan<string>)["config", "timeout", "option", "setup", "default", "apply"])
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

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
