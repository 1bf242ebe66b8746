using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Unpark.Go.Syntax;

namespace Unpark.Conformance.Interpretation;

/// <summary>
/// Which programs are in scope: those that need no unsafe, cgo, reflection of layout or internals of the runtime, and nothing
/// of the world outside. Decided by what they import and say, never by their names.
/// </summary>
internal static partial class Scope
{
    private static readonly HashSet<string> Imports = new(StringComparer.Ordinal)
    {
        "C", "unsafe", "reflect", "syscall", "plugin", "runtime/cgo", "runtime/debug", "runtime/metrics", "runtime/pprof", "runtime/trace",
        "os/exec", "os/signal", "testing", "text/template", "html/template", "encoding/json", "encoding/xml", "encoding/gob",
        "encoding/binary", "debug/elf", "internal/testenv", "net", "net/http", "syscall/js", "arena", "simd",
    };

    // What package runtime offers programs beyond its internals.
    private static readonly HashSet<string> OfRuntime = new(StringComparer.Ordinal)
    {
        "Gosched", "Goexit", "GC", "GOMAXPROCS", "NumCPU", "NumGoroutine", "KeepAlive", "LockOSThread", "UnlockOSThread",
        "Error", "TypeAssertionError", "GOOS", "GOARCH", "Compiler", "Version", "PanicNilError",
    };

    private static readonly string[] OfOS =
        ["Open", "Create", "OpenFile", "ReadFile", "WriteFile", "ReadDir", "MkdirTemp", "CreateTemp", "Pipe", "TempDir", "Remove", "RemoveAll", "Getwd", "Chdir", "StartProcess"];

    /// <summary>Why a program is out of scope, or null.</summary>
    public static string? Excludes(GoTestProgram program)
    {
        foreach (var (name, text) in program.Files)
        {
            if (!name.EndsWith(".go", StringComparison.Ordinal))
            {
                return "has files that are not Go";
            }

            var file = SyntaxTree.Parse(new SourceFile(name, System.Text.Encoding.UTF8.GetBytes(text))).Root;
            foreach (var import in file.Imports)
            {
                var path = import.Path.Value.Trim('"', '`');
                if (Imports.Contains(path) || path.StartsWith("internal/", StringComparison.Ordinal))
                {
                    return $"imports {path}";
                }

                if (path is "io/ioutil" or "path/filepath")
                {
                    return $"imports {path}, for files";
                }
            }

            if (Linkname().IsMatch(text))
            {
                return "go:linkname";
            }

            foreach (Match use in RuntimeUse().Matches(text))
            {
                if (!OfRuntime.Contains(use.Groups[1].Value) && Imported(file.Imports, "runtime"))
                {
                    return $"uses runtime.{use.Groups[1].Value}";
                }
            }

            foreach (Match use in OSUse().Matches(text))
            {
                if (OfOS.Contains(use.Groups[1].Value) && Imported(file.Imports, "os"))
                {
                    return $"uses os.{use.Groups[1].Value}";
                }
            }
        }

        var flags = program.Header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(a => a.StartsWith('-')).ToArray();
        return Array.Find(flags, f => f is "-race" or "-goexperiment" or "-tags=purego" || f.Contains("maymorestack", StringComparison.Ordinal)) is { } special
            ? $"is run with {special}" : null;
    }

    private static bool Imported(ImmutableArray<ImportSpec> imports, string path) =>
        imports.Any(i => i.Path.Value.Trim('"', '`') == path);

    [GeneratedRegex(@"^//go:linkname ", RegexOptions.Multiline)]
    private static partial Regex Linkname();

    [GeneratedRegex(@"\bruntime\.([A-Z]\w*)")]
    private static partial Regex RuntimeUse();

    [GeneratedRegex(@"\bos\.([A-Z]\w*)")]
    private static partial Regex OSUse();
}
