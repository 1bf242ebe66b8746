using System.Text.RegularExpressions;

namespace Unpark.Kernels;

/// <summary>A goroutine that Go's own test expects to be leaked by a kernel.</summary>
/// <param name="pattern">Go's regular expression, for texts as <c>Kernel.func1(...) [chan receive]</c>.</param>
public sealed class ExpectedLeak(string pattern)
{
    // What these expressions use of RE2 means the same here.
    private readonly Regex expression = new(pattern, RegexOptions.CultureInvariant);

    /// <summary>The regular expression as Go's test has it.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>True if this is the goroutine.</summary>
    /// <param name="function">
    /// The function the goroutine began with, without its package: <c>Kernel.func2.1</c>, <c>(*server).run</c>.
    /// </param>
    /// <param name="state">What it waits for, in Go's words: <c>chan send</c>, <c>sync.Mutex.Lock</c>.</param>
    public bool Matches(string function, string state) => expression.IsMatch($"{function}(...) [{state}]");

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}
