using Unpark.Cli.Testing;

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
}
