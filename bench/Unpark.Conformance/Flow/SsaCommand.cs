using System.Diagnostics;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Build;

namespace Unpark.Conformance.Flow;

/// <summary>Builds and verifies the SSA form of every function of the packages named, by default of std and cmd.</summary>
internal static class SsaCommand
{
    private const int MostShown = 40;

    public static int Run(string[] args)
    {
        if (args is ["--print", var pattern, .. var names])
        {
            return Print(pattern, names);
        }

        var gate = new Lock();
        var defects = new List<string>();
        long functions = 0, blocks = 0, instructions = 0, phis = 0, unknowns = 0, packages = 0, buildTicks = 0, verifyTicks = 0;
        var whole = Stopwatch.StartNew();
        var program = GoProgram.Load(new LoadOptions { Patterns = args.Length > 0 ? args : ["std", "cmd/..."], Tests = true });
        program.ForEachRoot(package =>
        {
            var flow = new FlowPackage(package.TypeCheck());
            var found = new List<string>();
            long count = 0, blockCount = 0, instructionCount = 0, phiCount = 0, unknownCount = 0;
            var build = new Stopwatch();
            var verify = new Stopwatch();
            foreach (var make in flow.Functions.Select(f => (Func<SsaFunction>)(() => f.Ssa)).Append(() => flow.Initialization))
            {
                SsaFunction? function = null;
                try
                {
                    build.Start();
                    function = make();
                    build.Stop();
                    verify.Start();
                    foreach (var defect in SsaVerifier.Defects(function))
                    {
                        found.Add($"{package.Id}: {Place(function)}: {defect}");
                    }

                    _ = function.Loops;
                    _ = function.PostDominators;
                    verify.Stop();
                    count++;
                    blockCount += function.Blocks.Length;
                    foreach (var block in function.Blocks)
                    {
                        instructionCount += block.Instructions.Length;
                        phiCount += block.Instructions.Count(i => i.Op == SsaOp.Phi);
                        unknownCount += block.Instructions.Count(i => i.Op is SsaOp.Unknown or SsaOp.UnknownMember);
                    }
                }
#pragma warning disable CA1031 // a crash is what is looked for
                catch (Exception e)
#pragma warning restore CA1031
                {
                    build.Stop();
                    verify.Stop();
                    found.Add($"{package.Id}: {(function == null ? "" : Place(function))}: {e}");
                }
            }

            lock (gate)
            {
                packages++;
                functions += count;
                blocks += blockCount;
                instructions += instructionCount;
                phis += phiCount;
                unknowns += unknownCount;
                buildTicks += build.ElapsedTicks;
                verifyTicks += verify.ElapsedTicks;
                defects.AddRange(found);
            }
        });
        foreach (var defect in defects.Take(MostShown))
        {
            Console.WriteLine(defect);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{packages} packages, {functions} functions, {blocks} blocks, {instructions} instructions, {phis} phis, {unknowns} unknowns"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"built in {Seconds(buildTicks):F1} s, verified in {Seconds(verifyTicks):F1} s, {whole.Elapsed.TotalSeconds:F1} s in all with loading and type checking, {Environment.CpuUsage.TotalTime.TotalSeconds:F1} s of processor time; {defects.Count} violations"));
        return defects.Count == 0 ? 0 : 1;
    }

    private static int Print(string pattern, string[] names)
    {
        var program = GoProgram.Load(new LoadOptions { Patterns = [pattern] });
        foreach (var package in program.Roots)
        {
            var flow = new FlowPackage(package.TypeCheck());
            foreach (var function in flow.Functions.Select(f => f.Ssa).Append(flow.Initialization))
            {
                if (names.Length == 0 || names.Contains(function.Name.Split('$')[0]))
                {
                    Console.WriteLine(SsaPrinter.Text(function));
                }
            }
        }

        return 0;
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    private static string Place(SsaFunction function) => function.File is { } file
        ? $"{file.Tree.File.Path}:{file.Tree.File.PositionOf(function.Syntax!.Pos)} {function.Name}"
        : function.Name;
}
