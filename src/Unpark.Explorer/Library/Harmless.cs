using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Functions whose bodies are not executed, and which keep nothing of what they are given and wait for nobody: those that
/// print, log, look at the clock, or compute. One that is given a function, or what it may read from or write to, is none.
/// </summary>
internal static class Harmless
{
    private static readonly HashSet<string> Packages = new(StringComparer.Ordinal)
    {
        "fmt", "log", "log/slog", "math/rand", "math/rand/v2", "os", "path/filepath", "reflect", "regexp", "runtime", "runtime/debug",
        "runtime/pprof", "strings", "strconv", "time", "unicode", "encoding/json", "encoding/binary", "encoding/hex",
        "hash/fnv", "crypto/sha256", "sync/atomic", "unsafe", "testing", "html", "text/template", "bytes", "errors",
    };

    public static bool Contains(Func function) => function.Package is { } package && Packages.Contains(package.Path)
        && !function.Signature.Params.Vars.Any(p => MayCall(p.Type.Underlying));

    private static bool MayCall(GoType type) => type is Signature
        || (type is InterfaceType iface && iface.TypeSet.Methods.Any(m => m.Name is "Read" or "Write"));
}
