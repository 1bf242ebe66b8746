using System.Diagnostics;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Build;

namespace Unpark.Conformance.Flow;

/// <summary>Builds the call graph of packages, by default of std, and says how much of it could be resolved.</summary>
internal static class CallsCommand
{
    public static int Run(string[] args)
    {
        var whole = Stopwatch.StartNew();
        var program = GoProgram.Load(new LoadOptions { Patterns = args.Length > 0 ? args : ["std"] });
        var packages = program.Roots.Select(r => new FlowPackage(r.TypeCheck())).ToList();
        Say($"{packages.Count} packages loaded and checked in {whole.Elapsed.TotalSeconds:F1} s");
        whole.Restart();
        foreach (var package in packages)
        {
            foreach (var function in package.Functions)
            {
                _ = function.Ssa;
            }
        }

        Say($"SSA form in {whole.Elapsed.TotalSeconds:F1} s");
        whole.Restart();
        var graph = ProgramCallGraph.Build(packages);
        Say($"call graph in {whole.Elapsed.TotalSeconds:F1} s");
        whole.Restart();
        var components = graph.BottomUp;
        Say($"{graph.Functions.Length} functions, {components.Length} components in {whole.Elapsed.TotalSeconds:F1} s, the largest of {components.Max(c => c.Length)} functions");
        foreach (var kind in Enum.GetValues<SsaCallKind>())
        {
            int calls = 0, complete = 0, none = 0;
            long targets = 0;
            foreach (var call in graph.Functions.SelectMany(f => f.Instructions).OfType<SsaCall>().Where(c => c.Kind == kind))
            {
                calls++;
                complete += graph.IsComplete(call) ? 1 : 0;
                var found = graph.CalleesOf(call).Length;
                none += found == 0 ? 1 : 0;
                targets += found;
            }

            Say($"{kind}: {calls} calls, {complete} complete, {none} without a body, {(double)targets / Math.Max(1, calls):F2} bodies a call");
        }

        Say($"{Environment.CpuUsage.TotalTime.TotalSeconds:F1} s of processor time, {Environment.WorkingSet >> 20} MB");
        return 0;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
