using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Testing;
using Unpark.GoTest;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>How leaks of tests are called.</summary>
internal static class TestWords
{
    /// <summary>The verdict in one word.</summary>
    public static string Of(TestVerdict verdict) => verdict switch
    {
        TestVerdict.Proved => "proved",
        TestVerdict.Hang => "hang",
        _ => "survivor",
    };

    /// <summary>What the verdict means, and what it is not sure of.</summary>
    public static string Explain(TestLeak leak)
    {
        var one = leak.Group.Group.Count == 1;
        var verdict = leak.Verdict switch
        {
            TestVerdict.Proved => one ? "proved: nothing can ever wake it" : "proved: nothing can ever wake them",
            TestVerdict.Hang => "hang: the test itself never ends",
            _ => "survivor: still there after the last test",
        };
        return leak.Attribution switch
        {
            Attribution.Creator => verdict + "; whose it is is known by the goroutine that started it",
            Attribution.Function => verdict + "; whose it is is known by the function it runs",
            Attribution.Bisection => verdict + "; the test leaves it behind when it runs alone",
            Attribution.None => verdict + "; it is not known which test started it",
            _ => verdict,
        };
    }

    /// <summary>The test, or what stands for it where it is not known.</summary>
    public static string Test(TestLeak leak) => leak.Test ?? "a test of the package";

    /// <summary>What leaks where, in a sentence.</summary>
    public static string Sentence(TestLeak leak)
    {
        var group = leak.Group.Group;
        var state = ProfileWords.State(group) is { Length: > 0 } words ? $" in {words}" : "";
        return $"{ProfileWords.Count(group.Count, "goroutine")}{state} at {ProfileWords.Short(group.Blocked)}";
    }
}
