using System.Collections.Immutable;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Writes the leaks of tests as a page for the browser: the page of profiles, with package and test as labels.</summary>
internal static class TestHtmlReporter
{
    /// <summary>Writes the page.</summary>
    public static void Write(Terminal terminal, TestView view)
    {
        var groups = view.Leaks.Select(Group).ToImmutableArray();
        ProfileHtmlReporter.Write(terminal, new ProfileView("unpark test", new Profile
        {
            Format = ProfileFormat.Stacks,
            Name = "goroutine",
            Title = $"{ProfileWords.Count(view.Tests, "test")} in {ProfileWords.Count(view.Packages, "package")}",
            Goroutines = groups.Sum(g => g.Group.Count),
            Records = [],
        }, groups, view.Paths));
    }

    private static ExplainedGroup Group(TestLeak leak)
    {
        var group = leak.Group.Group;
        ImmutableArray<Label> labels = [new("package", leak.Package), .. leak.Test is { } test ? [new Label("test", test)] : (Label[])[]];
        return leak.Group with
        {
            Diagnosed = leak.Group.Diagnosed with
            {
                Group = group with { Labels = [(labels, group.Count)] },
                Verdict = leak.Verdict == TestVerdict.Survivor ? Verdict.Suspect : Verdict.Leaked,
                Reasons = [TestWords.Explain(leak)],
            },
        };
    }
}
