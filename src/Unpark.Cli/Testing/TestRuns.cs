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
    /// <summary>Runs the tests.</summary>
    /// <returns>The runs, in order.</returns>
    public ImmutableArray<TestRun> Run(TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        if (plan.Runs == 1)
        {
            return [Run(0, output, errors, cancellation)];
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

            // What is not built, or has no such package, will not be different the next time.
            var isFutile = run.Result.ExitCode != 0 && run.Result.Packages.All(p => !p.HasReport && p.Problem is null);
            if (isFutile || (plan.UntilLeak && leaks(run)))
            {
                break;
            }
        }

        progress.Dispose();
        output.Write(shown.Output);
        output.Flush();
        errors.Write(shown.Errors);
        errors.Flush();
        return runs.DrainToImmutable();
    }

    private TestRun Run(int number, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var seed = plan.Seed(number);
        var own = options with { Noise = seed is { } value ? NoiseSettings.Of(value, options.Arguments) : null };
        return new TestRun(seed, new GoTestRun(own).Run(output, errors, cancellation));
    }
}
