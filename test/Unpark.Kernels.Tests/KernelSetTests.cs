using Unpark.Go.Tests.Oracles;

namespace Unpark.Kernels.Tests;

/// <summary>The kernels of the Go that the tests compare with.</summary>
public sealed class KernelSetTests
{
    private static readonly Lazy<KernelSet> Set = new(() => KernelSet.Load(GoToolchain.Root));

    [Fact]
    public void Every_kernel_of_Gos_test_is_there_with_what_it_leaks()
    {
        var counts = Set.Value.Kernels.CountBy(k => k.Suite).ToDictionary();

        Assert.Equal(15, counts[KernelSuite.Simple]);
        Assert.Equal(2, counts[KernelSuite.Stress]);
        Assert.Equal(6, counts[KernelSuite.Patterns]);
        Assert.Equal(62, counts[KernelSuite.GoKer]);
        Assert.Equal(["DaisyChain", "NoLeakGlobal"], Set.Value.Kernels.Where(k => k.ExpectedLeaks.IsEmpty).Select(k => k.Name).Order());
    }

    [Fact]
    public void Expected_leaks_match_a_function_and_what_it_waits_for()
    {
        var kernel = Set.Value["Cockroach3710"];

        Assert.True(kernel.IsFlaky);
        Assert.Equal("cockroach3710.go", Path.GetFileName(kernel.File.Path));
        Assert.Contains(kernel.ExpectedLeaks, l => l.Matches("(*Store_cockroach3710).processRaft.func1", "sync.RWMutex.Lock"));
        Assert.DoesNotContain(kernel.ExpectedLeaks, l => l.Matches("(*Store_cockroach3710).processRaft.func1", "chan receive"));
    }

    [Fact]
    public void A_single_round_starts_the_program_once_and_keeps_its_own_loops()
    {
        var kernel = Set.Value["Hugo3251"];
        var once = SingleRound.Of(kernel.File, kernel.Source);

        Assert.Contains("for i := 0; i < 11; i++", kernel.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("for i := 0; i < 11; i++", once, StringComparison.Ordinal);
        Assert.Contains("for i := 0; i < 1; i++", once, StringComparison.Ordinal);
        Assert.Contains("for i := 0; i < 100; i++", once, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_kernels_is_named()
    {
        var e = Assert.Throws<KernelException>(() => KernelSet.Load(Path.GetTempPath()));

        Assert.Contains(Path.GetTempPath(), e.Message, StringComparison.Ordinal);
    }
}
