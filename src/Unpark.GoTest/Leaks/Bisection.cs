using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>
/// Finds the test that leaves a goroutine behind by running parts of a package's tests: half of them as long as the leak
/// shows, so that n tests take about log n runs.
/// </summary>
public sealed class Bisection
{
    private readonly GoTestOptions options;
    private readonly string goFlags;
    private readonly CancellationToken cancellation;

    /// <summary>Makes one.</summary>
    /// <param name="options">How the tests were run that leak.</param>
    /// <param name="goFlags">The setting GOFLAGS.</param>
    /// <param name="cancellation">Ends the search.</param>
    public Bisection(GoTestOptions options, string goFlags, CancellationToken cancellation)
    {
        (this.options, this.goFlags, this.cancellation) = (options, goFlags, cancellation);
    }

    /// <summary>The test that shows a leak when it runs alone; null if none does: the leak needs several of them, or luck.</summary>
    /// <param name="package">The import path of the package.</param>
    /// <param name="isShown">Tells whether a run shows the leak.</param>
    public string? Find(string package, Func<PackageReport, bool> isShown)
    {
        ArgumentNullException.ThrowIfNull(isShown);
        var suspects = List(package);
        while (suspects.Length > 1)
        {
            var half = suspects.Length / 2;
            var first = suspects[..half];
            var second = suspects[half..];
            if (Shows(package, first, isShown))
            {
                suspects = first;
            }
            else if (Shows(package, second, isShown))
            {
                suspects = second;
            }
            else
            {
                return null;
            }
        }

        return suspects is [var one] && Shows(package, suspects, isShown) ? one : null;
    }

    private bool Shows(string package, ImmutableArray<string> tests, Func<PackageReport, bool> isShown) =>
        Run(package, "-count=1", $"-run=^({string.Join('|', tests)})$").Result.Packages.Any(isShown);

    private ImmutableArray<string> List(string package)
    {
        var (_, output) = Run(package, "-list=.");
        return [.. output.Split('\n').Where(l => l.StartsWith("Test", StringComparison.Ordinal)
            || l.StartsWith("Example", StringComparison.Ordinal) || l.StartsWith("Fuzz", StringComparison.Ordinal))];
    }

    // The flags of the run that leaked, but for those that choose tests and those that write files.
    private (GoTestResult Result, string Output) Run(string package, params string[] chosen)
    {
        var from = options.Arguments;
        var flags = from.Flags.Where(f => f.Key is not ("run" or "skip" or "list" or "count" or "bench" or "fuzz" or "v" or "json" or "C" or "overlay"
                or "coverprofile" or "cpuprofile" or "memprofile" or "blockprofile" or "mutexprofile" or "trace" or "o" or "c"))
            .Select(f => $"-{f.Key}={f.Value}");
        var own = from.All.SkipWhile(a => a is not ("-args" or "--args"));
        string[] folder = from.Folder is { } given ? ["-C", given] : [];
        using var output = new StringWriter();
        var result = new GoTestRun(options with { Arguments = GoTestArguments.Parse([.. folder, .. flags, .. chosen, package, .. own], goFlags) })
            .Run(output, TextWriter.Null, cancellation);
        return (result, output.ToString());
    }
}
