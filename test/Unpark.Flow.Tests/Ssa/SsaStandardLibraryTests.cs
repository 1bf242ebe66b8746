namespace Unpark.Flow.Tests.Ssa;

public sealed class SsaStandardLibraryTests
{
    [Fact]
    public void The_ssa_form_of_a_part_of_std_is_sound()
    {
        var functions = 0;
        var defects = new List<string>();
        foreach (var package in GoSource.Standard("sync/...", "context", "net/http", "os/...", "time", "go/types", "encoding/json",
            "slices", "maps", "iter", "strings", "runtime/..."))
        {
            foreach (var function in package.Functions.Select(f => f.Ssa).Append(package.Initialization))
            {
                functions++;
                defects.AddRange(SsaVerifier.Defects(function).Select(d => $"{package.Package.Package.Path} {function}: {d}"));
            }
        }

        Assert.Empty(defects);
        Assert.InRange(functions, 5_000, int.MaxValue);
    }
}
