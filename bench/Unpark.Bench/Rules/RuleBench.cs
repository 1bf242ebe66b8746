using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Unpark.Analysis;
using Unpark.Analysis.S6Locks;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Bench.Rules;

/// <summary>
/// Runs the rules over packages on one thread and prints what each takes, of time and of memory. What several rules share
/// counts for the one that asks first.
/// </summary>
internal static class RuleBench
{
    public static int Run(string[] patterns)
    {
        var program = GoProgram.Load(new LoadOptions
        {
            Dir = Environment.CurrentDirectory,
            Patterns = patterns.Length == 0 ? ["./..."] : patterns,
            Tests = true,
            Parallelism = 1,
        });
        var costs = new Costs();
        var options = AnalysisOptions.Default with { LibraryCalls = new Libraries(program, costs) };
        program.ForEachRoot(root =>
        {
            costs.Measure("(parsing and types)", () => root.TypeCheck());
            var context = new PackageContext(root.Typed, options, CancellationToken.None);
            costs.Measure("(functions)", () => context.Flow);
            foreach (var rule in LeakAnalysis.AllRules)
            {
                costs.Measure($"{rule.Rule.Id} {rule.Rule.Name}", () =>
                {
                    rule.Check(context);
                    return true;
                });
            }
        });
        costs.Print();
        return 0;
    }

    // What is measured within something that is measured counts for itself alone.
    private sealed class Costs
    {
        private readonly Dictionary<string, (long Ticks, long Bytes)> spent = new(StringComparer.Ordinal);
        private (long Ticks, long Bytes) within;

        public T Measure<T>(string name, Func<T> work)
        {
            var outer = within;
            within = default;
            var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            var result = work();
            var (ticks, bytes) = (Stopwatch.GetTimestamp() - start, GC.GetAllocatedBytesForCurrentThread() - allocated);
            var before = spent.GetValueOrDefault(name);
            spent[name] = (before.Ticks + ticks - within.Ticks, before.Bytes + bytes - within.Bytes);
            within = (outer.Ticks + ticks, outer.Bytes + bytes);
            return result;
        }

        public void Print()
        {
            var total = spent.Values.Aggregate((x, y) => (x.Ticks + y.Ticks, x.Bytes + y.Bytes));
            foreach (var (name, (ticks, bytes)) in spent.OrderByDescending(s => s.Value.Ticks).Append(new("all", total)))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-40} {1000.0 * ticks / Stopwatch.Frequency,8:F0} ms {100.0 * ticks / total.Ticks,5:F1} % {bytes / 1e6,8:F0} MB"));
            }
        }
    }

    private sealed class Libraries(GoProgram program, Costs costs) : ILibraryCalls
    {
        private readonly Dictionary<string, ImmutableDictionary<string, LibraryCall>> known = new(StringComparer.Ordinal);

        public LibraryCall? Of(Func function) => function is { Exported: true, Package: { } package }
            ? Of(package.Path).GetValueOrDefault(LibraryCallInference.KeyOf(function))
            : null;

        private ImmutableDictionary<string, LibraryCall> Of(string path)
        {
            if (!known.TryGetValue(path, out var calls))
            {
                calls = costs.Measure("(libraries checked apart)", () => program.CheckApart(path)) is { } typed
                    ? costs.Measure("(what libraries do)", () => LibraryCallInference.Of(typed))
                    : ImmutableDictionary<string, LibraryCall>.Empty;
                known.Add(path, calls);
            }

            return calls;
        }
    }
}
