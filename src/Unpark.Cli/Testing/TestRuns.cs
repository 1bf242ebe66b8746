using System.Collections.Immutable;
using Unpark.Cli.Terminals;
using Unpark.GoTest;

namespace Unpark.Cli.Testing;

/// <summary>Runs tests as often as planned, and shows what one of the runs prints: the first that fails, or the last.</summary>
/// <param name="plan">How often, and with which noise.</param>
/// <param name="options">What all runs have in common.</param>
/// <param name="leaks">Tells whether a run has shown a leak.</param>
/// <param name="progress">Says how far it is.</param>
internal sealed class TestRuns(TestPlan plan, GoTestOptions options, Func<TestRun, bool> leaks, ProgressLine progress)
{
    private const int MostAtOnce = 25;

    /// <summary>Runs the tests.</summary>
    /// <returns>The runs, in order.</returns>
    public ImmutableArray<TestRun> Run(TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        if (plan.Runs == 1)
        {
            return [Run(0, output, errors, cancellation)];
        }

        if (plan.FirstSeed is { } first && GoTestRun.CanRepeat(options.Arguments))
        {
            return RunBatches(first, output, errors, cancellation);
        }

        var runs = ImmutableArray.CreateBuilder<TestRun>();
        (string Output, string Errors) shown = ("", "");
        var hasFailed = false;
        for (var i = 0; i < plan.Runs; i++)
        {
            progress.Report("run", i + 1, plan.Runs);
            using var ownOutput = new StringWriter();
            using var ownErrors = new StringWriter();
            var run = Run(i, ownOutput, ownErrors, cancellation);
            runs.Add(run);
            if (!hasFailed)
            {
                shown = (ownOutput.ToString(), ownErrors.ToString());
                hasFailed = run.Result.ExitCode != 0;
            }

            if (IsFutile(run) || (plan.UntilLeak && leaks(run)))
            {
                break;
            }
        }

        Show(shown.Output, shown.Errors, output, errors);
        return runs.DrainToImmutable();
    }

    // Executables run themselves for several seeds, so that they are linked once. If a leak ends it, nobody knows how many it takes.
    private ImmutableArray<TestRun> RunBatches(uint first, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var runs = ImmutableArray.CreateBuilder<TestRun>();
        (string Output, string Errors) shown = ("", "");
        var hasFailed = false;
        for (int done = 0, size = plan.UntilLeak ? 1 : MostAtOnce; done < plan.Runs; done += size, size = Math.Min(2 * size, MostAtOnce))
        {
            size = Math.Min(size, plan.Runs - done);
            progress.Report("run", done + size, plan.Runs);
            using var ownOutput = new StringWriter();
            using var ownErrors = new StringWriter();
            var noise = NoiseSettings.Of(first + (uint)done, options.Arguments) with { Runs = size };
            var run = new GoTestRun(options with { Noise = noise });
            var results = size == 1 ? [run.Run(ownOutput, ownErrors, cancellation)] : run.RunEach(ownOutput, ownErrors, cancellation);
            var batch = results.Select((r, i) => new TestRun(noise.Seed + (uint)i, r)).ToArray();
            runs.AddRange(batch);
            if (!hasFailed)
            {
                shown = (ownOutput.ToString(), ownErrors.ToString());
                hasFailed = batch.Any(r => r.Result.ExitCode != 0);
            }

            if (IsFutile(batch[0]) || (plan.UntilLeak && batch.Any(leaks)))
            {
                break;
            }
        }

        Show(shown.Output, shown.Errors, output, errors);
        return runs.DrainToImmutable();
    }

    // What is not built, or has no such package, will not be different the next time.
    private static bool IsFutile(TestRun run) => run.Result.ExitCode != 0 && run.Result.Packages.All(p => !p.HasReport && p.Problem is null);

    private void Show(string shownOutput, string shownErrors, TextWriter output, TextWriter errors)
    {
        progress.Dispose();
        output.Write(shownOutput);
        output.Flush();
        errors.Write(shownErrors);
        errors.Flush();
    }

    private TestRun Run(int number, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var seed = plan.Seed(number);
        var own = options with { Noise = seed is { } value ? NoiseSettings.Of(value, options.Arguments) : null };
        return new TestRun(seed, new GoTestRun(own).Run(output, errors, cancellation));
    }
}
