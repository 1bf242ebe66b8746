using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Unpark.Go.Tests.Constants;

public class ConstantOracleTests
{
    private const int Programs = 30_000;

    [Fact]
    public void Random_programs_give_what_go_constant_gives()
    {
        var generator = new ConstantPrograms(seed: 20_27);
        var programs = new List<string>(ConstantPrograms.Extremes());
        for (var i = 0; i < Programs; i++)
        {
            programs.Add(generator.Make());
        }

        var expected = GoTool.RunOracle("goconstant", string.Join('\n', programs) + "\n").Split("\n\n");
        var differences = new StringBuilder();
        var count = 0;
        for (var i = 0; i < programs.Count && count < 20; i++)
        {
            var ours = ConstantPrograms.Run(programs[i]);
            var theirs = expected[i].Split('\n');
            var steps = programs[i].Split('\t');
            for (var step = 0; step < ours.Count; step++)
            {
                // Where go/constant panics, ours is unknown or, of a comparison, false.
                var panicked = theirs[step].EndsWith("\tpanic", StringComparison.Ordinal);
                var line = panicked ? theirs[step][..^"\tpanic".Length] : theirs[step];
                if (panicked && steps[step][0] == 'C')
                {
                    break;
                }

                if (!Same(line, ours[step]))
                {
                    count++;
                    differences.AppendLine($"{programs[i]}\nstep {step}\n go   {theirs[step]}\n ours {ours[step]}");
                    break;
                }
            }
        }

        Assert.True(count == 0, differences.ToString());
    }

    // Go rounds what it shows of numbers beyond float64 to six digits after a computation with float64, whose last bit
    // depends on the processor: of such a number the last digit may differ.
    private static bool Same(string go, string ours)
    {
        if (go == ours)
        {
            return true;
        }

        var number = new Regex(@"-?[0-9.]+e[+-][0-9]{3,}");
        var theirFields = go.Split('\t');
        var ourFields = ours.Split('\t');
        if (theirFields.Length != ourFields.Length
            || number.Replace(theirFields[1], "") != number.Replace(ourFields[1], "")
            || !theirFields.AsSpan(2).SequenceEqual(ourFields.AsSpan(2)))
        {
            return false;
        }

        foreach (var (theirs, our) in number.Matches(theirFields[1]).Zip(number.Matches(ourFields[1])))
        {
            var a = theirs.Value.Split('e');
            var b = our.Value.Split('e');
            if (a[1] != b[1] || Math.Abs(Parse(a[0]) - Parse(b[0])) > 1.1e-5)
            {
                return false;
            }
        }

        return true;
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
