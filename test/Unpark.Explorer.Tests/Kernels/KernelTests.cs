using Unpark.Conformance.Explorer;
using Unpark.Go.Tests.Oracles;
using Unpark.Kernels;

namespace Unpark.Explorer.Tests.Kernels;

/// <summary>
/// The programs that Go tests its leak profile with, explored from source. That the reductions of the search lose nothing there is
/// looked at by bench/Unpark.Conformance explore-search; the generated programs of JudgeTests are smaller.
/// </summary>
public sealed class KernelTests
{
    // What would strand its reader needs a lock that is held for as long as the reader waits.
    private static readonly string[] CannotLeak = ["Moby27782"];

    [Fact]
    public void Every_kernel_leaks_what_Gos_test_expects_and_nothing_else()
    {
        var set = KernelSet.Load(GoToolchain.Root);
        var kernels = new ExploredKernels(GoToolchain.Root, set, mended: false, new ExplorationOptions());
        var explored = set.Kernels.Select(kernels.Explore).ToArray();

        Assert.Equal(CannotLeak, explored.Where(k => !k.IsFound).Select(k => k.Kernel.Name));
        Assert.Empty(explored.SelectMany(k => k.Unexpected.Select(u => $"{k.Kernel.Name}: {u}")));
        Assert.Empty(explored.SelectMany(k => k.Result.Limits.Where(l => !l.StartsWith("more than", StringComparison.Ordinal))
            .Select(l => $"{k.Kernel.Name}: {l}")));
        Assert.True(explored.Single(k => k.Kernel.Name == CannotLeak[0]).Result.IsComplete);
    }

    [Fact]
    public void No_fixed_twin_leaks()
    {
        var set = KernelSet.Load(GoToolchain.Root);
        var twins = new ExploredKernels(GoToolchain.Root, set, mended: true, new ExplorationOptions());
        var leaks = set.Kernels.Where(k => k.HasTwin).Select(twins.Explore)
            .SelectMany(k => k.Result.Leaks.Where(l => l.CreatedBy != null).Select(l => $"{k.Kernel.Name}: {l.Stack[0]}"));

        Assert.Empty(leaks);
    }
}
