using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Kernels;

namespace Unpark.Conformance.Explorer;

/// <summary>The kernels of Go's leak profile, explored from their source; as they are or mended.</summary>
public sealed class ExploredKernels
{
    private readonly Dictionary<string, (GoProgram Program, FlowPackage Package)> programs = new(StringComparer.Ordinal);
    private readonly ExplorationOptions options;

    /// <param name="goroot">A Go installation with its source.</param>
    /// <param name="set">Its kernels.</param>
    /// <param name="mended">True for the fixed twins.</param>
    /// <param name="options">The limits of each exploration.</param>
    public ExploredKernels(string goroot, KernelSet set, bool mended, ExplorationOptions options)
    {
        this.options = options;
        SourceFiles files = new DiskFiles();
        if (mended)
        {
            files = set.Files.Aggregate(new SourceOverlay(files),
                (overlay, file) => overlay.With(file.Path, Encoding.UTF8.GetBytes(file.FixedSource())));
        }

        foreach (var folder in set.Files.Select(f => Path.GetDirectoryName(f.Path)!).Distinct())
        {
            var program = GoProgram.Load(new LoadOptions
            {
                Dir = folder,
                Build = new BuildOptions { GoRoot = goroot },
                Files = files,
            });
            programs.Add(folder, (program, new FlowPackage(program.Roots[0].TypeCheck())));
        }
    }

    /// <summary>Explores a kernel.</summary>
    public ExploredKernel Explore(Kernel kernel)
    {
        var (program, package) = programs[Path.GetDirectoryName(kernel.File.Path)!];
        var function = package.Functions.First(f => f.Outer == null && f.Name == kernel.Name);
        var watch = Stopwatch.StartNew();
        var result = new ProgramExplorer(program, package).Explore(function, options);
        var time = watch.Elapsed;
        // Go's profile does not have the main goroutine.
        var leaks = result.Leaks.Where(l => l.CreatedBy != null).ToArray();
        return new ExploredKernel(kernel, result, time,
            [.. kernel.ExpectedLeaks.Where(e => !Array.Exists(leaks, l => IsMatch(e, l))).Select(e => e.Pattern)],
            [.. leaks.Where(l => !kernel.ExpectedLeaks.Any(e => IsMatch(e, l))).Select(l => $"{Name(l)} [{l.WaitReason}]").Distinct()]);
    }

    /// <summary>
    /// The leaks in words, to compare searches by. Not by what started the goroutines: those that stand alike are taken for one
    /// another.
    /// </summary>
    public static string[] LeaksOf(Kernel kernel, ExplorationResult result) =>
        [.. result.Leaks.Select(l => $"{kernel.Name}: {l.Stack[0]} {l.WaitReason}").Distinct().Order(StringComparer.Ordinal)];

    private static bool IsMatch(ExpectedLeak expected, LeakedGoroutine leak) => expected.Matches(Name(leak), leak.WaitReason);

    // Without the package's path.
    private static string Name(LeakedGoroutine leak)
    {
        var name = leak.Stack[^1].Function;
        return name[(name.IndexOf('.', name.LastIndexOf('/') + 1) + 1)..];
    }
}

/// <summary>What exploring a kernel gave.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Result">What was found.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Missing">What Go's test expects and was not found.</param>
/// <param name="Unexpected">What was found and Go's test does not expect.</param>
public sealed record ExploredKernel(
    Kernel Kernel, ExplorationResult Result, TimeSpan Time, ImmutableArray<string> Missing, ImmutableArray<string> Unexpected)
{
    /// <summary>True if at least one of the leaks was found, or there are none.</summary>
    public bool IsFound => Missing.Length < Kernel.ExpectedLeaks.Length || Kernel.ExpectedLeaks.IsEmpty;
}
