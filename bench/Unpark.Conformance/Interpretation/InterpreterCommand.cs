using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Conformance.Interpretation;

/// <summary>
/// Runs the programs of GOROOT/test under the real toolchain and under the interpreter, compares what they write and how they
/// end, and keeps the scoreboard docs/conformance/interpreter.txt.
/// </summary>
internal static class InterpreterCommand
{
    private const string Scoreboard = "docs/conformance/interpreter.txt";
    private const int StackSize = 256 << 20;
    private const int Workers = 2;

    // Far more than any but a program of ten thousand goroutines takes.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(5);

    public static int Run(string[] args)
    {
        var update = args.Contains("--update");
        var real = args.Contains("--real");
        var parts = args.Where(a => !a.StartsWith('-')).ToArray();
        var programs = new ConcurrentQueue<GoTestProgram>(GoTestProgram.All(GoToolchain.Root)
            .Where(p => parts.Length == 0 || parts.Any(part => p.Name.Contains(part, StringComparison.Ordinal))));
        var outcomes = new ConcurrentBag<Outcome>();
        var workers = new Thread[Workers];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(() =>
            {
                while (programs.TryDequeue(out var program))
                {
                    var outcome = real ? RealOnly(program) : Judge(program);
                    outcomes.Add(outcome);
                    if (outcome.Verdict != Verdict.OutOfScope)
                    {
                        Console.Error.WriteLine($"{outcome.Verdict} {program.Name} {outcome.Why}");
                    }
                }
            }, StackSize);
            workers[i].Start();
        }

        Array.ForEach(workers, w => w.Join());
        var sorted = outcomes.OrderBy(o => o.Program.Name, StringComparer.Ordinal).ToList();
        var text = Report(sorted);
        if (update)
        {
            File.WriteAllText(Path.Combine(GoToolchain.Repository, Scoreboard), text);
        }
        else
        {
            Console.WriteLine(text);
        }

        return 0;
    }

    private static Outcome RealOnly(GoTestProgram program)
    {
        if (Scope.Excludes(program) is { } reason)
        {
            return new Outcome(program, Verdict.OutOfScope, reason);
        }

        return new Outcome(program, Verdict.OutOfScope, RealRun.Of(program).Run.ExitCode.ToString(CultureInfo.InvariantCulture));
    }

    private static Outcome Judge(GoTestProgram program)
    {
        if (Scope.Excludes(program) is { } reason)
        {
            return new Outcome(program, Verdict.OutOfScope, reason);
        }

        var (folder, expected) = RealRun.Of(program);
        if (expected.ExitCode == RealRun.NotBuilt)
        {
            // Without where Go is installed.
            var error = expected.Errors.Split('\n').FirstOrDefault(l => l.Length > 0 && l[0] != '#') ?? "";
            return new Outcome(program, Verdict.OutOfScope, "Go does not build it here: " + error.Split(" (/")[0]);
        }

        if (expected.ExitCode == RealRun.NoEnd)
        {
            return new Outcome(program, Verdict.OutOfScope, "does not end under Go");
        }

        try
        {
            var loaded = GoProgram.Load(new LoadOptions
            {
                Dir = folder, Patterns = ["."], Build = new BuildOptions { GoRoot = GoToolchain.Root }, Parallelism = 1,
            });
            if (loaded.Roots is not [var root])
            {
                return new Outcome(program, Verdict.Fails, "not loaded");
            }

            using var end = new CancellationTokenSource(MostTime);
            var run = new ProgramRunner(loaded, new FlowPackage(root.TypeCheck())).Run(new RunOptions { Arguments = [.. program.Arguments] }, end.Token);
            return Comparison.Of(program, expected, run);
        }
        catch (OperationCanceledException)
        {
            return new Outcome(program, Verdict.Fails, string.Create(CultureInfo.InvariantCulture, $"not ended after {MostTime.TotalMinutes} minutes"));
        }
#pragma warning disable CA1031 // a crash is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            var place = (e.StackTrace ?? "").Split('\n').FirstOrDefault()?.Trim().Split('(')[0];
            return new Outcome(program, Verdict.Fails, $"CRASH {e.GetType().Name}: {e.Message} {place}");
        }
    }

    private static string Report(List<Outcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # The programs of GOROOT/test that are run ("// run", "// rundir"), executed by the interpreter of the explorer on one
            # schedule and compared with what they do under Go: standard output, exit status, and of standard error all of it, or
            # of a panic the first line. Out of scope is what the program itself shows to need: unsafe, cgo, reflection, internals
            # of the runtime, or the world outside (bench/Unpark.Conformance/Interpretation/Scope.cs). Made by:
            #   dotnet run -c Release --project bench/Unpark.Conformance interpreter --update


            """);
        text.AppendLine("folder                 programs  out of scope  in scope      pass      fail");
        foreach (var group in outcomes.GroupBy(o => o.Program.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Row(group.Key, [.. group]);
        }

        Row("all", outcomes);
        text.AppendLine();
        foreach (var outcome in outcomes)
        {
            text.Append(outcome.Verdict switch { Verdict.Passes => "pass", Verdict.Fails => "fail", _ => "out " }).Append("  ")
                .Append(outcome.Program.Name).Append(outcome.Why.Length > 0 ? ": " : "").AppendLine(outcome.Why);
        }

        return text.ToString();

        void Row(string name, IReadOnlyCollection<Outcome> of)
        {
            var passes = of.Count(o => o.Verdict == Verdict.Passes);
            var fails = of.Count(o => o.Verdict == Verdict.Fails);
            var share = passes + fails == 0 ? "" : $"{100.0 * passes / (passes + fails),6:F1}%";
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{name,-22} {of.Count,8} {of.Count - passes - fails,13} {passes + fails,9} {passes,9} {fails,9} {share}");
        }
    }
}
