using Unpark.Conformance.Explorer;
using Unpark.Go.Tests.Oracles;
using Unpark.Kernels;

namespace Unpark.Explorer.Tests.Kernels;

/// <summary>The programs that Go tests its leak profile with, explored from source.</summary>
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reductions_find_what_the_plain_search_finds_wherever_that_ends(bool mended)
    {
        var set = KernelSet.Load(GoToolchain.Root);
        var limits = new ExplorationOptions { MaxStates = 600 };
        var plain = With(limits with { ReducesOrders = false, RemembersStates = false });
        var orders = With(limits with { RemembersStates = false });
        var states = With(limits with { ReducesOrders = false });
        var both = With(limits);
        var compared = 0;
        foreach (var kernel in set.Kernels.Where(k => !mended || k.HasTwin))
        {
            if (plain.Explore(kernel).Result is { IsComplete: true } all)
            {
                compared++;
                var expected = Leaks(kernel, all);
                Assert.Equal(expected, Leaks(kernel, orders.Explore(kernel).Result));
                Assert.Equal(expected, Leaks(kernel, states.Explore(kernel).Result));
                Assert.Equal(expected, Leaks(kernel, both.Explore(kernel).Result));
            }
        }

        Assert.InRange(compared, 40, set.Kernels.Length);

        ExploredKernels With(ExplorationOptions options) => new(GoToolchain.Root, set, mended, options);
    }

    // Not by what started them: goroutines that stand alike are taken for one another.
    private static string[] Leaks(Kernel kernel, ExplorationResult result) =>
        [.. result.Leaks.Select(l => $"{kernel.Name}: {l.Stack[0]} {l.WaitReason}").Distinct().Order(StringComparer.Ordinal)];
}
