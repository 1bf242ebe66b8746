using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests.Ssa;

public sealed class SsaStandardLibraryTests
{
    [Fact]
    public void The_ssa_form_of_all_of_std_is_sound()
    {
        var gate = new Lock();
        var functions = 0;
        var defects = new List<string>();
        GoSource.Load(GoToolchain.Root, "std").ForEachRoot(root =>
        {
            var package = new FlowPackage(root.TypeCheck());
            foreach (var function in package.Functions.Select(f => f.Ssa).Append(package.Initialization))
            {
                var found = SsaVerifier.Defects(function);
                lock (gate)
                {
                    functions++;
                    defects.AddRange(found.Select(d => $"{root.ImportPath} {function}: {d}"));
                }
            }
        }, TestContext.Current.CancellationToken);

        Assert.Empty(defects);
        Assert.InRange(functions, 20_000, int.MaxValue);
    }
}
