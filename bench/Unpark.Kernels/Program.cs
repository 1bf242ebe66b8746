using System.Text.Json;

namespace Unpark.Kernels;

internal static class Program
{
    private const string Usage = """
        usage: Unpark.Kernels GOROOT FOLDER [--once]

        Writes the kernels of a Go installation for a measurement: FOLDER/NAME for the files of NAME, goker or patterns,
        FOLDER/NAME-fixed for their fixed twins, and FOLDER/kernels.json, which says what each kernel is expected to leak.
        With --once kernels do not start their program many times over.
        """;

    private static int Main(string[] args)
    {
        if (args is not [var goroot, var folder, .. var rest] || rest is not ([] or ["--once"]))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        try
        {
            Write(KernelSet.Load(goroot), folder, single: rest.Length > 0);
            return 0;
        }
        catch (KernelException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Write(KernelSet set, string folder, bool single)
    {
        // Goker and patterns are what tests look like; what strains the profile is not.
        var kernels = set.Kernels.Where(k => k.Suite != KernelSuite.Stress).ToArray();
        foreach (var file in kernels.Select(k => k.File).Distinct())
        {
            var package = Package(file.Kernels[0]);
            Put(package, single ? SingleRound.Of(file, file.Source) : file.Source);
            var mended = file.FixedSource();
            Put(package + "-fixed", single ? SingleRound.Of(file, mended) : mended);

            void Put(string name, string text)
            {
                var target = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
                File.WriteAllText(Path.Combine(target, Path.GetFileName(file.Path)), text);
                File.Copy(file.Support, Path.Combine(target, Path.GetFileName(file.Support)), overwrite: true);
            }
        }

        using var stream = File.Create(Path.Combine(folder, "kernels.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var kernel in kernels)
        {
            json.WriteStartObject();
            json.WriteString("name", kernel.Name);
            json.WriteString("package", Package(kernel));
            json.WriteBoolean("flaky", kernel.IsFlaky);
            json.WriteBoolean("twin", kernel.HasTwin);
            json.WriteStartArray("leaks");
            foreach (var leak in kernel.ExpectedLeaks)
            {
                json.WriteStringValue(leak.Pattern);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Package(Kernel kernel) => kernel.Suite == KernelSuite.GoKer ? "goker" : "patterns";
}
