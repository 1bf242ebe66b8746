using System.Globalization;
using System.Text;
using Unpark.Explorer;
using Unpark.Go.Tests.Oracles;
using Unpark.Kernels;

namespace Unpark.Conformance.Explorer;

/// <summary>Explores all kernels and their fixed twins, and writes what was found beside what Go's own test expects.</summary>
internal static class KernelsCommand
{
    public static int Run(string[] arguments)
    {
        var update = arguments.Contains("--update");
        arguments = [.. arguments.Where(a => a != "--update")];
        var set = KernelSet.Load(GoToolchain.Root);
        var options = new ExplorationOptions();
        var kernels = new ExploredKernels(GoToolchain.Root, set, mended: false, options);
        var twins = new ExploredKernels(GoToolchain.Root, set, mended: true, options);
        var text = new StringBuilder();
        int found = 0, complete = 0, all = 0, silent = 0, mended = 0;
        double seconds = 0, longest = 0;
        foreach (var kernel in set.Kernels.Where(k => arguments.Length == 0 || arguments.Contains(k.Name)))
        {
            var explored = kernels.Explore(kernel);
            var twin = kernel.HasTwin ? twins.Explore(kernel) : null;
            all++;
            found += explored.IsFound && explored.Unexpected.IsEmpty ? 1 : 0;
            complete += explored.Result.IsComplete ? 1 : 0;
            mended += twin != null ? 1 : 0;
            silent += twin is { Result.Leaks: var left } && left.All(l => l.CreatedBy == null) ? 1 : 0;
            seconds += explored.Time.TotalSeconds;
            longest = Math.Max(longest, explored.Time.TotalSeconds);
            Write(text, explored);
            if (twin != null)
            {
                Write(text, twin, "twin");
            }

            Console.WriteLine($"{kernel.Name} {explored.Time.TotalSeconds:F2} s, twin {twin?.Time.TotalSeconds:F2} s");
        }

        var summary = string.Create(CultureInfo.InvariantCulture, $"""
            kernels {all}
            found, with nothing that Go's test does not expect {found}
            all schedules looked at {complete}
            twins {mended}
            twins without a leak {silent}
            seconds {seconds:F1}, longest {longest:F1}

            """);
        Console.Write(text);
        Console.Write(summary);
        if (update)
        {
            var target = Path.Combine(GoToolchain.Repository, "docs", "conformance", "explorer-kernels.txt");
            File.WriteAllText(target, $"""
                Go's own leak kernels, explored from source. Written by bench/Unpark.Conformance explore-kernels --update
                with {File.ReadLines(Path.Combine(GoToolchain.Root, "VERSION")).First()}, limits {options.MaxStates} states and {options.MaxSteps} steps a kernel.
                What is not expected are goroutines that Go's test does not name; twins are the kernels mended.

                {summary}
                {text}
                """);
        }

        return 0;
    }

    private static void Write(StringBuilder text, ExploredKernel explored, string label = "kernel")
    {
        text.Append(CultureInfo.InvariantCulture, $"{label} {explored.Kernel.Name}: {explored.Result.Leaks.Count(l => l.CreatedBy != null)} leaks, ")
            .Append(CultureInfo.InvariantCulture, $"{explored.Result.States} states, {explored.Result.Steps} steps")
            .Append(explored.Result.IsComplete ? "" : ", " + string.Join("; ", explored.Result.Limits)).Append('\n');
        if (label == "kernel")
        {
            foreach (var missing in explored.Missing)
            {
                text.Append("  not found: ").Append(missing).Append('\n');
            }
        }

        foreach (var unexpected in label == "twin" ? explored.Result.Leaks.Where(l => l.CreatedBy != null)
            .Select(l => $"{l.Stack[^1].Function} [{l.WaitReason}] at {string.Join(" < ", l.Stack.Select(s => $"{s.Function.Split('.')[^1]}:{s.Line}"))}")
            : explored.Unexpected)
        {
            text.Append("  not expected: ").Append(unexpected).Append('\n');
        }
    }
}
