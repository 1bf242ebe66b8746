using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests.Ssa;

/// <summary>Go source as a type-checked package beside the standard library.</summary>
internal static class GoSource
{
    /// <summary>The package of one file, which must be valid.</summary>
    public static FlowPackage Package(string text, string version = "1.24") => Packages(version, ("p", text))[0];

    /// <summary>Packages of one file each; the folder of one is the last element of its import path <c>example.com/m/</c>.</summary>
    public static IReadOnlyList<FlowPackage> Packages(string version, params (string Name, string Text)[] packages)
    {
        var folder = Directory.CreateTempSubdirectory("unpark-ssa-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "go.mod"), $"module example.com/m\n\ngo {version}\n");
            foreach (var (name, text) in packages)
            {
                Directory.CreateDirectory(Path.Combine(folder, name));
                File.WriteAllText(Path.Combine(folder, name, name + ".go"), text);
            }

            var program = Load(folder, "./...");
            var found = new List<FlowPackage>();
            foreach (var (name, _) in packages)
            {
                var typed = program.Roots.Single(r => r.ImportPath == "example.com/m/" + name).TypeCheck();
                Assert.Empty(typed.Diagnostics);
                found.Add(new FlowPackage(typed));
            }

            return found;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Packages of the standard library, each type-checked against the others.</summary>
    public static IReadOnlyList<FlowPackage> Standard(params string[] patterns) =>
        [.. Load(GoToolchain.Root, patterns).Roots.Select(r => new FlowPackage(r.TypeCheck()))];

    public static GoProgram Load(string folder, params string[] patterns) => GoProgram.Load(new LoadOptions
    {
        Dir = folder,
        Patterns = patterns,
        Build = new BuildOptions { GoRoot = GoToolchain.Root },
    });
}
