using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Functions whose bodies are not executed, and which keep nothing of what they are given and wait for nobody: those that
/// print, log, look at the clock, or compute.
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
        && !Keeping.Contains($"{package.Path}.{function.Name}") && !CallsArguments(function.Signature);

    // A function that is given one calls it, now or later.
    private static bool CallsArguments(Signature signature) => signature.Params.Vars.Any(p => p.Type.Underlying is Signature);
}
