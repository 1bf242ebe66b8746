using System.Globalization;
using System.Text;
using Unpark.Explorer;
using Unpark.Go.Tests.Oracles;
using Unpark.Kernels;

namespace Unpark.Conformance.Explorer;

/// <summary>Measures what partial-order reduction and remembering states save over all kernels.</summary>
internal static class SearchCommand
{
    private static readonly (string Name, ExplorationOptions Options)[] Searches =
    [
        ("plain", new ExplorationOptions { ReducesOrders = false, RemembersStates = false }),
        ("orders", new ExplorationOptions { RemembersStates = false }),
        ("states", new ExplorationOptions { ReducesOrders = false }),
        ("both", new ExplorationOptions()),
    ];

    public static int Run(string[] arguments)
    {
        var update = arguments.Contains("--update");
        var names = arguments.Where(a => a != "--update").ToHashSet();
        var set = KernelSet.Load(GoToolchain.Root);
        var kernels = set.Kernels.Where(k => names.Count == 0 || names.Contains(k.Name)).ToArray();
        var explored = new ExploredKernel[Searches.Length][];
        for (var s = 0; s < Searches.Length; s++)
        {
            var search = new ExploredKernels(GoToolchain.Root, set, mended: false, Searches[s].Options);
            // What is compiled and initialized once is not part of what is measured.
            search.Explore(kernels[0]);
            explored[s] = [.. kernels.Select(search.Explore)];
            Console.WriteLine($"{Searches[s].Name}: {explored[s].Sum(k => k.Time.TotalSeconds):F1} s");
        }

        var text = Table(kernels, explored);
        Console.Write(text);
        if (update)
        {
            var target = Path.Combine(GoToolchain.Repository, "docs", "conformance", "explorer-search.txt");
            File.WriteAllText(target, text);
        }

        var different = Differences(kernels, explored).ToList();
        different.AddRange(Differences(kernels.Where(k => k.HasTwin).ToArray(), set));
        different.ForEach(d => Console.Error.WriteLine($"not the same as the plain search finds: {d}"));
        return different.Count == 0 ? 0 : 1;
    }

    // Wherever the plain search ends, all others must find the same.
    private static IEnumerable<string> Differences(Kernel[] kernels, ExploredKernel[][] explored)
    {
        for (var k = 0; k < kernels.Length; k++)
        {
            for (var s = 1; s < Searches.Length && explored[0][k].Result.IsComplete; s++)
            {
                var expected = ExploredKernels.LeaksOf(kernels[k], explored[0][k].Result);
                var found = ExploredKernels.LeaksOf(kernels[k], explored[s][k].Result);
                foreach (var one in expected.Except(found).Concat(found.Except(expected)))
                {
                    yield return $"{Searches[s].Name}: {one}";
                }
            }
        }
    }

    private static IEnumerable<string> Differences(Kernel[] twins, KernelSet set) => Differences(twins,
        [.. Searches.Select(s => twins.Select(new ExploredKernels(GoToolchain.Root, set, mended: true, s.Options with { MaxStates = 600 }).Explore).ToArray())]);

    private static string Table(Kernel[] kernels, ExploredKernel[][] explored)
    {
        var options = Searches[^1].Options;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            What partial-order reduction and remembering states save, over Go's own leak kernels. Written by
            bench/Unpark.Conformance explore-search --update with {File.ReadLines(Path.Combine(GoToolchain.Root, "VERSION")).First()}.
            plain: every order of steps, a state explored again each time it is reached; orders: with partial-order reduction;
            states: with states remembered, and so twins and counting loops taken together; both: as the explorer does.
            All leave out goroutines that are stuck and explore apart what shares nothing. Limits of each search: {options.MaxStates}
            states and {options.MaxSteps} steps; >= marks what was cut off there, so factors over "plain" are lower bounds. The mean
            factor is the geometric mean over the kernels of plain's steps through the steps of the search.


            """);
        text.AppendLine("search      ended     states       steps   factor  mean factor  states/s  leaks");
        for (var s = 0; s < Searches.Length; s++)
        {
            var all = explored[s];
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{Searches[s].Name,-8} {all.Count(k => !IsCut(k)),8} {Bound(all) + Sum(all, k => k.Result.States),10} {Bound(all) + Sum(all, k => k.Result.Steps),11} {Factor(explored[0], all),8:F2} {MeanFactor(explored[0], all),12:F2} {all.Sum(k => k.Result.States) / all.Sum(k => k.Time.TotalSeconds),9:F0} {all.Sum(k => k.Result.Leaks.Length),6}"));
        }

        text.AppendLine().Append("states/steps of".PadRight(24));
        foreach (var (name, _) in Searches)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name,16}");
        }

        text.AppendLine();
        for (var k = 0; k < kernels.Length; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kernels[k].Name,-24}");
            foreach (var search in explored)
            {
                var cell = $"{(IsCut(search[k]) ? ">= " : "")}{search[k].Result.States}/{search[k].Result.Steps}";
                text.Append(CultureInfo.InvariantCulture, $" {cell,16}");
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    private static string Bound(ExploredKernel[] all) => Array.Exists(all, IsCut) ? ">= " : "";

    private static string Sum(ExploredKernel[] all, Func<ExploredKernel, long> of) => all.Sum(of).ToString(CultureInfo.InvariantCulture);

    private static bool IsCut(ExploredKernel kernel) =>
        kernel.Result.Limits.Any(l => l.StartsWith("more than", StringComparison.Ordinal));

    private static double Factor(ExploredKernel[] plain, ExploredKernel[] all) =>
        (double)plain.Sum(k => k.Result.Steps) / all.Sum(k => k.Result.Steps);

    private static double MeanFactor(ExploredKernel[] plain, ExploredKernel[] all) =>
        Math.Exp(plain.Zip(all, (p, a) => Math.Log((p.Result.Steps + 1.0) / (a.Result.Steps + 1.0))).Average());
}
