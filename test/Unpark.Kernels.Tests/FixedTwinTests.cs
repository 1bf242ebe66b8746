using Unpark.Go.Tests.Oracles;

namespace Unpark.Kernels.Tests;

/// <summary>The fixed twins of all kernels, built and run by Go as its own test runs the kernels.</summary>
public sealed class FixedTwinTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("unpark-twins-");

    [Fact]
    public void Every_kernel_that_leaks_has_a_twin_that_does_not()
    {
        var set = KernelSet.Load(GoToolchain.Root);
        var leaking = set.Kernels.Where(k => !k.ExpectedLeaks.IsEmpty).ToArray();
        Assert.DoesNotContain(leaking, k => !k.HasTwin);

        var programs = set.Files.GroupBy(f => f.Support).ToDictionary(files => files.Key, Build);
        var leaked = new Dictionary<string, string>();
        Parallel.ForEach(leaking, new ParallelOptions { MaxDegreeOfParallelism = 4 }, kernel =>
        {
            var output = GoToolchain.Run(GoToolchain.Start(programs[kernel.File.Support], [kernel.Name]));
            Assert.Contains(" [running]:", output, StringComparison.Ordinal);
            if (output.Contains("(leaked)", StringComparison.Ordinal))
            {
                lock (leaked)
                {
                    leaked[kernel.Name] = output;
                }
            }
        });

        Assert.Empty(leaked);
    }

    [Fact]
    public void A_twin_of_one_kernel_leaves_the_others_of_its_file_alone()
    {
        var set = KernelSet.Load(GoToolchain.Root);
        var file = set["NilRecv"].File;

        Assert.Contains(set["ChanRecv"], file.Kernels);
        Assert.Equal(file.Kernels.Count(k => k.HasTwin) - 1, file.Kernels.Count(k => k.HasTwin && k.FixedSource() != set["NilRecv"].FixedSource()));
        Assert.Throws<KernelException>(() => set["NoLeakGlobal"].FixedSource());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Build(IEnumerable<KernelFile> files)
    {
        var program = folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        File.WriteAllText(Path.Combine(program, "go.mod"), "module kernels\n\ngo 1.27\n");
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(program, Path.GetFileName(file.Path)), file.FixedSource());
            File.Copy(file.Support, Path.Combine(program, "main.go"), overwrite: true);
        }

        var executable = Path.Combine(program, "kernels.exe");
        GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["build", "-o", executable, "."], program));
        return executable;
    }
}
