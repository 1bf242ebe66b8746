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

    // These keep what they are given, in values by which it is used later.
    private static readonly HashSet<string> Keeping = new(StringComparer.Ordinal)
    {
        "reflect.ValueOf", "reflect.Select", "reflect.MakeFunc", "reflect.Append", "reflect.AppendSlice", "runtime.SetFinalizer",
    };

    public static bool Contains(Func function) => function.Package is { } package && Packages.Contains(package.Path)
        && !Keeping.Contains($"{package.Path}.{function.Name}") && !function.Signature.Params.Vars.Any(p => IsUsed(p.Type.Underlying));

    // A function that is given one calls it, now or later; what can be read from or written to is read from or written to.
    private static bool IsUsed(GoType type) => type is Signature
        || (type is InterfaceType iface && iface.TypeSet.Methods.Any(m => m.Name is "Read" or "Write"));
}
