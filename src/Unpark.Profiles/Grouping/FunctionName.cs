using System.Text;

namespace Unpark.Profiles;

/// <summary>Names of functions as Go's linker writes them, such as <c>example.org/a/b.(*T).Run.func1</c>.</summary>
public static class FunctionName
{
    /// <summary>
    /// The import path of a function's package as source has it: without the folder of a vendored copy, and with the
    /// dots of its last element (<c>gopkg.in/yaml%2ev3</c>) as they are.
    /// </summary>
    public static string Package(string function)
    {
        var package = function[..PackageLength(function)];
        var vendor = package.LastIndexOf("/vendor/", StringComparison.Ordinal);
        package = vendor >= 0 ? package[(vendor + "/vendor/".Length)..] : package;
        package = package.StartsWith("vendor/", StringComparison.Ordinal) ? package["vendor/".Length..] : package;
        return package.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(package) : package;
    }

    /// <summary>The name within the package: <c>(*T).Run.func1</c>.</summary>
    public static string Local(string function)
    {
        var length = PackageLength(function);
        return length < function.Length ? function[(length + 1)..] : function;
    }

    /// <summary>
    /// The name within the package without what changes from build to build: closures lose their numbers, type arguments
    /// become <c>[...]</c>.
    /// </summary>
    public static string StableLocal(string function)
    {
        var local = WithoutTypeArguments(Local(function));
        if (!local.Contains('.', StringComparison.Ordinal) && !local.Contains("-range", StringComparison.Ordinal))
        {
            return local;
        }

        var stable = new StringBuilder(local.Length);
        foreach (var part in local.Split('.'))
        {
            var word = part;
            var range = word.IndexOf("-range", StringComparison.Ordinal);
            var ofRange = range >= 0 && IsNumber(word.AsSpan(range + "-range".Length));
            word = ofRange ? word[..range] : word;
            if (stable.Length > 0 && IsClosure(word))
            {
                // func1.2 and func1.gowrap2 are closures in closures: one mark says it.
                if (!stable.ToString().EndsWith(".func", StringComparison.Ordinal))
                {
                    stable.Append(".func");
                }

                continue;
            }

            // The package's own variables are set by functions called glob..func1.
            stable.Append(stable.Length > 0 ? "." : "").Append(word);
        }

        return stable.ToString();
    }

    /// <summary>
    /// The whole name without what changes from build to build, and without major versions in its import path:
    /// <c>github.com/jackc/pgx/v5/pgxpool.NewWithConfig.func1</c> is <c>github.com/jackc/pgx/pgxpool.NewWithConfig.func</c>.
    /// </summary>
    public static string Stable(string function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var package = WithoutVersion(Package(function));
        return package.Length == 0 ? StableLocal(function) : $"{package}.{StableLocal(function)}";
    }

    /// <summary>The name with the last element of its import path: <c>store.(*Cache).Get</c>.</summary>
    public static string Short(string function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var package = Package(function);
        return package.Length == 0 ? function : $"{package[(package.LastIndexOf('/') + 1)..]}.{Local(function)}";
    }

    /// <summary>True if a function is one of those between a program's call and the scheduler: nobody's own code.</summary>
    public static bool IsMachinery(string function)
    {
        if (function is "panic" or "")
        {
            return true;
        }

        var length = PackageLength(function);
        var package = function.AsSpan(0, length);
        if (package is "runtime")
        {
            // time.Sleep and the like are named by their package; what is exported was called by somebody.
            return length + 1 < function.Length && !char.IsAsciiLetterUpper(function[length + 1]);
        }

        if (package.StartsWith("internal/runtime/") || package is "internal/sync")
        {
            return true;
        }

        var local = length < function.Length ? function.AsSpan(length + 1) : [];
        return local.StartsWith("runtime_") || (package is "sync" && local.EndsWith("Slow"));
    }

    /// <summary>True if a package belongs to what programs block with: locks, timers, files, connections.</summary>
    public static bool IsBlockingPackage(string package) => package is "runtime" or "sync" or "time" or "syscall" or "os"
        or "os/signal" or "iter" or "io" or "bufio" or "net" or "crypto/tls" or "golang.org/x/sync/errgroup" or "golang.org/x/sync/semaphore"
        || package.StartsWith("internal/", StringComparison.Ordinal) || package.StartsWith("testing/synctest", StringComparison.Ordinal);

    private static int PackageLength(string function)
    {
        // Type arguments have import paths of their own.
        var bracket = function.IndexOf('[', StringComparison.Ordinal);
        var head = function.AsSpan(0, bracket < 0 ? function.Length : bracket);
        // A receiver in parentheses may have one too.
        var paren = head.IndexOf('(');
        head = paren < 0 ? head : head[..paren];
        var slash = head.LastIndexOf('/');
        var dot = head[(slash + 1)..].IndexOf('.');
        return dot < 0 ? 0 : slash + 1 + dot;
    }

    // Packages below a major version are other packages, but what their goroutines do is the same.
    private static string WithoutVersion(string package)
    {
        for (var at = package.IndexOf("/v", StringComparison.Ordinal); at >= 0;
            at = package.IndexOf("/v", at + 1, StringComparison.Ordinal))
        {
            var end = package.IndexOf('/', at + 1);
            end = end < 0 ? package.Length : end;
            if (IsNumber(package.AsSpan((at + 2)..end)))
            {
                return package[..at] + package[end..];
            }
        }

        return package;
    }

    private static string WithoutTypeArguments(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        var depth = 0;
        foreach (var c in name)
        {
            if (c == '[' && depth++ == 0)
            {
                text.Append("[...]");
            }
            else if (c == ']' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0)
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static bool IsClosure(string word)
        => IsNumber(word) || (word.StartsWith("func", StringComparison.Ordinal) && IsNumber(word.AsSpan(4)))
            || (word.StartsWith("gowrap", StringComparison.Ordinal) && IsNumber(word.AsSpan(6)))
            || (word.StartsWith("deferwrap", StringComparison.Ordinal) && IsNumber(word.AsSpan(9)));

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
