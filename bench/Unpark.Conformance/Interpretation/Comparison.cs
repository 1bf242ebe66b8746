using System.Text;
using Unpark.Explorer;

namespace Unpark.Conformance.Interpretation;

/// <summary>Compares how a program went under the interpreter with how it went under Go.</summary>
internal static class Comparison
{
    private const int Shown = 100;

    public static Outcome Of(GoTestProgram program, RealRun expected, RunResult run)
    {
        if (run.Unsupported is { } unsupported)
        {
            return new Outcome(program, Verdict.Fails, "unsupported: " + unsupported);
        }

        var output = Encoding.Latin1.GetString(run.Output.Span);
        var errors = Encoding.Latin1.GetString(run.Errors.Span);
        if (expected.ExitCode != run.ExitCode)
        {
            return new Outcome(program, Verdict.Fails,
                $"ends with {run.ExitCode}, not {expected.ExitCode}: {Clip(errors.Length > 0 ? errors.Split('\n')[0] : output.Split('\n')[0])}");
        }

        if (Difference("stdout", expected.Output, output) is { } difference)
        {
            return new Outcome(program, Verdict.Fails, difference);
        }

        // Behind the first line of a panic come the stacks of goroutines.
        difference = expected.ExitCode == 0 ? Difference("stderr", expected.Errors, errors)
            : Difference("stderr", UpToPanic(expected.Errors), UpToPanic(errors));
        return difference != null ? new Outcome(program, Verdict.Fails, difference) : new Outcome(program, Verdict.Passes, "");
    }

    private static string UpToPanic(string errors)
    {
        var text = new StringBuilder();
        foreach (var line in errors.Split('\n'))
        {
            text.Append(line).Append('\n');
            if (line.StartsWith("panic: ", StringComparison.Ordinal) || line.StartsWith("fatal error: ", StringComparison.Ordinal))
            {
                break;
            }
        }

        return text.Replace(" [recovered]", "").ToString().TrimEnd('\n');
    }

    private static string? Difference(string stream, string expected, string found)
    {
        if (expected == found)
        {
            return null;
        }

        var theirs = expected.Split('\n');
        var ours = found.Split('\n');
        for (var i = 0; i < Math.Max(theirs.Length, ours.Length); i++)
        {
            var their = i < theirs.Length ? theirs[i] : "(end)";
            var our = i < ours.Length ? ours[i] : "(end)";
            if (their != our)
            {
                return $"{stream} line {i + 1}: \"{Clip(our)}\", not \"{Clip(their)}\"";
            }
        }

        return $"{stream} differs";
    }

    private static string Clip(string text) => text.Length > Shown ? text[..Shown] + "..." : text;
}
