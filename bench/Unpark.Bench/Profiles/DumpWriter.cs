using System.Text;

namespace Unpark.Bench.Profiles;

/// <summary>Writes a dump as a large service's would be: many goroutines, few stacks, other arguments in each.</summary>
internal static class DumpWriter
{
    private const int Stacks = 400;

    private static readonly string[] States = ["chan receive", "select", "IO wait", "sync.Mutex.Lock", "chan send"];

    /// <summary>Writes the goroutines 1 to N in the form of debug=2; gives the number of bytes.</summary>
    public static long Write(string path, int goroutines)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var to = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        for (var i = 1; i <= goroutines; i++)
        {
            var kind = (int)((uint)i * 2654435761u >> 8) % Stacks;
            var package = kind % 20;
            to.Write($"goroutine {i} [{States[kind % States.Length]}, {1 + (i % 50)} minutes]:\n");
            for (var frame = 0; frame < 2 + (kind % 7); frame++)
            {
                to.Write($"example.org/service/internal/pkg{package}.(*Handler{(kind + frame) % 37}).Serve(0xc{i * 96L:x9}, "
                    + $"{{0x{i * 8:x}, 0xc000123450}}, 0x1)\n"
                    + $"\t/home/ci/go/src/example.org/service/internal/pkg{package}/handler.go:{10 + (frame * 7) + kind} "
                    + $"+0x{0x40 + frame:x}\n");
            }

            to.Write($"created by example.org/service/internal/pkg{package}.Start in goroutine 1\n"
                + $"\t/home/ci/go/src/example.org/service/internal/pkg{package}/start.go:{5 + (kind % 9)} +0x1b\n\n");
        }

        to.Flush();
        return stream.Length;
    }
}
