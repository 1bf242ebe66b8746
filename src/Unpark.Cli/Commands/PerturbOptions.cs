using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Unpark.Cli.Checking;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Commands;

/// <summary>The options of <c>unpark test</c> that perturb schedules and repeat runs.</summary>
internal sealed class PerturbOptions
{
    private const int MostRuns = 10000;
    private const int MostUntilLeak = 100;

    private readonly Option<string?> perturb = new("--perturb")
    {
        Description = "Delay goroutines at operations now and then, so that leaks show which are rare; run the tests N times (1)",
        HelpName = "=N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> seed = new("--seed")
    {
        Description = "The seed of the first perturbed run, to have its noise again; the next runs have the next ones",
        HelpName = "number",
    };

    private readonly Option<string?> untilLeak = new("--run-until-leak")
    {
        Description = "Run the tests with other noise again and again until a leak shows, at most N times (100)",
        HelpName = "=N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the options to a command.</summary>
    public PerturbOptions(Command command)
    {
        command.Options.Add(perturb);
        command.Options.Add(seed);
        command.Options.Add(untilLeak);
    }

    /// <summary>What the options ask for.</summary>
    public TestPlan Plan(ParseResult result)
    {
        var isUntilLeak = result.GetResult(untilLeak) is not null;
        var isPerturbed = result.GetResult(perturb) is not null;
        if (!isUntilLeak && !isPerturbed && result.GetValue(seed) is null)
        {
            return new TestPlan(1, null, false);
        }

        if (isUntilLeak && isPerturbed && result.GetValue(perturb) is not null)
        {
            throw new CheckException("--perturb=N and --run-until-leak each say how often: name one of them");
        }

        var runs = isUntilLeak ? Number("--run-until-leak", result.GetValue(untilLeak), MostUntilLeak, MostRuns)
            : Number("--perturb", result.GetValue(perturb), 1, MostRuns);
        var first = result.GetValue(seed) is { } given ? Number("--seed", given, 0, int.MaxValue) : RandomNumberGenerator.GetInt32(1, 1_000_000_000);
        return new TestPlan(runs, (uint)first, isUntilLeak);
    }

    private static int Number(string option, string? text, int otherwise, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number : throw new CheckException(string.Create(CultureInfo.InvariantCulture, $"{option} {text}: not a number from 1 to {most}"));
    }
}
