using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Profiles;

/// <summary>A service that leaks in all eight ways, looked at from outside.</summary>
public sealed class ServiceTests : IDisposable
{
    // The rule, and the file and line at which the goroutines are parked or, of libraries', at which their values are made.
    private static readonly (string Rule, string Place, string Cause)[] Leaks =
    [
        ("UP101", "leaks/s1.go:21", "if <-time.After(patience) comes first and the function returns at line 27"),
        ("UP203", "leaks/s2.go:19", "no case of this select ends the loop"),
        ("UP304", "leaks/s3.go:13", "the channel of a ticker is never closed"),
        ("UP402", "leaks/s4.go:13", "response.Body is never closed"),
        ("UP503", "leaks/s5.go:12", "every call of Ping makes a new Transport"),
        ("UP601", "leaks/s6.go:18", "still locked when the function returns at line 20"),
        ("UP701", "leaks/s7.go:19", "A deferred function starts the goroutine at s7.go:13"),
        ("UP801", "leaks/s8.go:27", "stays locked when line 29 panics"),
    ];

    private readonly ServiceProcess service = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        service.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Every_way_to_leak_is_named_with_its_line_and_its_cause_from_every_form()
    {
        LeakInAllWays();
        var stacks = Profile($"http://{service.Address}/debug/pprof/goroutine?debug=2");
        var binary = Profile(service.Address);
        var counts = Profile($"http://{service.Address}/debug/pprof/goroutine?debug=1");
        AssertLeaks(stacks, Leaks, "debug=2");
        AssertLeaks(binary, Leaks, "debug=0");
        AssertLeaks(Profile($"unix:{service.Socket}"), Leaks, "unix socket");
        AssertLeaks(counts, Leaks, "debug=1");
    }

    [Fact]
    public void The_leak_profile_proves_what_nothing_holds_in_every_form()
    {
        LeakInAllWays();
        var proved = Leaks.Where(l => l.Rule is "UP101" or "UP203" or "UP701").ToArray();
        foreach (var debug in new[] { 0, 1, 2 })
        {
            // debug=2 has the other goroutines too.
            var groups = Profile($"http://{service.Address}/debug/pprof/goroutineleak?debug={debug}")
                .Where(g => g.GetProperty("verdict").GetString() == "leaked").ToArray();
            AssertLeaks(groups, proved, $"goroutineleak?debug={debug}");
            Assert.Equal([20, 20, 20], groups.Select(g => g.GetProperty("count").GetInt32()));
        }
    }

    [Fact]
    public void The_fix_of_a_profile_is_that_of_a_check()
    {
        service.Leak(1, 20);
        var group = Profile(service.Address).Single(g => Rule(g) == "UP101");
        var check = JsonDocument.Parse(UnparkProcess.Run(ServiceProcess.Source, "check", "--json", "--rule", "UP101", "--no-cache").Output)
            .RootElement.GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(check.GetProperty("fix").ToString(), group.GetProperty("fix").ToString());
    }

    [Fact]
    public void A_service_at_rest_is_clean()
    {
        var result = UnparkProcess.Run(ServiceProcess.Source, "profile", "--src", ".", service.Address);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("0 leaked, 0 suspect", result.Output, StringComparison.Ordinal);
        Assert.Contains("the loop that accepts connections of an HTTP server", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_command_makes_leak_is_the_difference_around_it()
    {
        var leak = $"curl -fsS 'http://{service.Address}/leak/s1?n=7'";
        var result = UnparkProcess.Run(ServiceProcess.Source, "diff", "--src", ".", "--around", leak, "--settle", "2", service.Address);
        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        Assert.Matches(@"new +\+7 +0 → 7 +suspect +UP101 +leaks\.quote\.func1 s1\.go:21", result.Output);
        var grown = UnparkProcess.Run(ServiceProcess.Source, "diff", "--around", leak, "--settle", "2", "--fail-on", "growth=8", service.Address);
        Assert.Equal(0, grown.ExitCode);
    }

    [Fact]
    public void A_process_that_ends_leaves_nothing()
    {
        var result = UnparkProcess.Run(ServiceProcess.Source, "diff", "--around", $"kill -TERM {service.Id}", service.Address);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("the process has ended", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_of_a_folder_show_the_slope()
    {
        for (var i = 0; i < 5; i++)
        {
            service.Leak(1, 4);
            File.WriteAllBytes(Path.Combine(folder.Path, $"p{i}.pb.gz"), service.Get("/debug/pprof/goroutine"));
        }

        File.WriteAllText(Path.Combine(folder.Path, "notes.txt"), "nothing");
        var result = UnparkProcess.Run(ServiceProcess.Source, "diff", "--json", "--src", ".", "--fail-on", "growth=16", folder.Path);
        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        var change = JsonDocument.Parse(result.Output).RootElement.GetProperty("changes").EnumerateArray()
            .Single(c => c.GetProperty("group").GetProperty("blocked").GetProperty("function").GetString()!.Contains("quote", StringComparison.Ordinal));
        Assert.Equal("grown", change.GetProperty("change").GetString());
        Assert.Equal([4, 8, 12, 16, 20], change.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()));
        Assert.InRange(change.GetProperty("pValue").GetDouble(), 0, 0.01);
        Assert.True(change.GetProperty("slope").GetDouble() > 0);
    }

    [Fact]
    public void A_running_service_is_watched()
    {
        service.Leak(1, 20);
        var result = UnparkProcess.Run(ServiceProcess.Source, "profile", "--watch", "100ms", "--rounds", "3", service.Address);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(result.Output, "goroutines: 20 leaked, 0 suspect"));
        Assert.Matches(@"20 +\S+ +█+ +leaked +UP101  leaks\.quote\.func1 s1\.go:21", result.Output);
        var explained = UnparkProcess.Run(ServiceProcess.Source, "profile", "--watch", "100ms", "--rounds", "2", "--src", ".", service.Address);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(explained.Output, @"s1\.go:21: .*if <-time\.After\(patience\) comes first"));
        var refused = UnparkProcess.Run(ServiceProcess.Source, "profile", "--watch", "soon", service.Address);
        Assert.Equal((2, "unpark: --watch soon: not an interval such as 10s or 500ms\n"), (refused.ExitCode, refused.Error));
    }

    private void LeakInAllWays()
    {
        foreach (var scenario in new[] { 1, 2, 3, 4, 6, 7, 8 })
        {
            service.Leak(scenario, 20);
        }

        // One transport makes two goroutines, and clients may have many connections.
        service.Leak(5, 150);
    }

    private static JsonElement[] Profile(string input)
    {
        var result = UnparkProcess.Run(ServiceProcess.Source, "profile", "--json", "--src", ".", input);
        Assert.True(result.ExitCode == 1, result.Error);
        return [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("groups").EnumerateArray()];
    }

    private static void AssertLeaks(JsonElement[] groups, (string Rule, string Place, string Cause)[] leaks, string what)
    {
        var bad = groups.Where(g => g.GetProperty("verdict").GetString() != "normal").ToArray();
        foreach (var (rule, place, cause) in leaks)
        {
            var found = bad.Where(g => Rule(g) == rule).ToArray();
            Assert.True(found.Length > 0, $"{what}: no {rule} among {string.Join(", ", bad.Select(Rule))}");
            Assert.All(found, g =>
            {
                var source = g.GetProperty("source");
                Assert.Equal(place, $"{source.GetProperty("file").GetString()}:{source.GetProperty("line").GetInt32()}");
                Assert.Equal(rule[2] - '0', g.GetProperty("scenario").GetInt32());
                Assert.Contains(cause, g.GetProperty("explanation").GetString(), StringComparison.Ordinal);
            });
        }

        Assert.Empty(bad.Select(Rule).Except(leaks.Select(l => l.Rule)));
    }

    private static string? Rule(JsonElement group) => group.GetProperty("rule").GetString();
}
