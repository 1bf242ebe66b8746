namespace Unpark.Conformance.Interpretation;

internal enum Verdict
{
    OutOfScope,
    Passes,
    Fails,
}

/// <summary>What the scoreboard says of a program.</summary>
/// <param name="Program">The program.</param>
/// <param name="Verdict">Whether it does the same under the interpreter.</param>
/// <param name="Why">The first difference, or why it is out of scope; empty if it passes.</param>
internal sealed record Outcome(GoTestProgram Program, Verdict Verdict, string Why);
