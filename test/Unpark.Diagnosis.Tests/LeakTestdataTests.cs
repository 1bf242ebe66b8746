using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles;

namespace Unpark.Diagnosis.Tests;

/// <summary>
/// The programs that Go tests its leak detection with (src/runtime/testdata/testgoroutineleakprofile), against what its
/// own test expects of them (src/runtime/goroutineleakprofile_test.go). Both are read from the Go installation.
/// </summary>
public sealed partial class LeakTestdataTests : IDisposable
{
    // What each of Go's words for a wait can be the leak of.
    private static readonly Dictionary<BlockingKind, string> Scenarios = new()
    {
        [BlockingKind.ChanReceive] = "12378", [BlockingKind.ChanReceiveNil] = "1", [BlockingKind.ChanSend] = "12378",
        [BlockingKind.ChanSendNil] = "1", [BlockingKind.Select] = "12378", [BlockingKind.SelectNoCases] = "1",
        [BlockingKind.MutexLock] = "678", [BlockingKind.RWMutexLock] = "678", [BlockingKind.RWMutexRLock] = "678",
        [BlockingKind.WaitGroupWait] = "178", [BlockingKind.CondWait] = "178",
    };

    private readonly string folder = Directory.CreateTempSubdirectory("unpark-leaks").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("testgoroutineleakprofile", 20)]
    [InlineData("testgoroutineleakprofile/goker", 20)]
    public void Every_leak_that_Go_expects_is_classified_at_its_line(string program, int fewest)
    {
        var source = Path.Combine(GoToolchain.Root, "src", "runtime", "testdata", program);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(source, "*.go"))
        {
            var text = File.ReadAllText(file);
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), text);
            names.UnionWith(Registered().Matches(text).Select(m => m.Groups[1].Value));
        }

        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.org/leaks\n\ngo 1.26\n");
        var executable = Path.Combine(folder, "leaks.exe");
        GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["build", "-o", executable, "."], folder));
        var problems = new List<string>();
        var tests = Expectations().Where(t => names.Contains(t.Name)).ToList();
        var groups = new List<(string Test, DiagnosedGroup Group)>();
        foreach (var test in tests)
        {
            var output = RunTest(executable, test.Name);
            if (output.Length == 0)
            {
                // Some end before they have leaked, by chance.
                Assert.True(test.Flaky, $"{test.Name} writes nothing");
                continue;
            }

            var leaked = Diagnose(output).Where(g => g.Verdict == Verdict.Leaked && g.Group.Leaked > 0).ToList();
            Check(test, output, leaked, problems);
            groups.AddRange(leaked.Select(g => (test.Name, g)));
        }

        Assert.True(tests.Count(t => !t.Flaky) >= fewest, $"{tests.Count(t => !t.Flaky)} tests were found");
        var explained = SourceJoin.Explain([.. groups.Select(g => g.Group)],
            new SourceOptions { Folders = [folder], IsCertain = true, GoRoot = GoToolchain.Root }, TestContext.Current.CancellationToken);
        problems.AddRange(explained.Problems);
        foreach (var group in explained.Groups)
        {
            var name = $"{groups.First(g => g.Group == group.Diagnosed).Test}: {group.Group.State.Text} at {group.Group.Blocked}";
            if (group.Source is not { Skew: null, Operation: not null } its || its.Line != group.Group.Blocked!.Line)
            {
                problems.Add($"{name}: {group.Source?.Skew ?? "the line holds no operation"}");
            }
            else if (group.Scenario is not { } scenario || !Scenarios[group.Group.State.Kind].Contains((char)('0' + scenario), StringComparison.Ordinal))
            {
                problems.Add($"{name}: {group.Rule}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static void Check(Expectation test, string output, List<DiagnosedGroup> leaked, List<string> problems)
    {
        var headers = LeakedHeaders().Count(output);
        if (leaked.Sum(g => g.Group.Leaked) != headers)
        {
            problems.Add($"{test.Name}: {leaked.Sum(g => g.Group.Leaked)} of {headers} leaked goroutines");
        }

        // As Go's test has it: the outermost function, and the wait reason.
        var found = leaked.Select(g => $"{FunctionName.Local(g.Group.Stack.Frames[^1].Function)}() [{g.Group.State.Text}]").ToList();
        if (!test.Flaky)
        {
            problems.AddRange(test.Leaks.Where(l => !found.Any(f => Regex.IsMatch(f, l))).Select(l => $"{test.Name}: no {l} among {string.Join(", ", found)}"));
            problems.AddRange(found.Where(f => !test.Leaks.Any(l => Regex.IsMatch(f, l))).Select(f => $"{test.Name}: {f} is not expected"));
        }
    }

    private static string RunTest(string executable, string name)
    {
        var start = GoToolchain.Start(executable, [name]);
        // As Go's own test runs them.
        start.Environment["GODEBUG"] = "asyncpreemptoff=1";
        start.Environment["GOMAXPROCS"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            process.Kill();
            process.WaitForExit();
        }

        errors.Wait();
        return output.Result;
    }

    private static ImmutableArray<DiagnosedGroup> Diagnose(string output)
        => ProfileDiagnosis.Of(ProfileReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(output))).First());

    private static IEnumerable<Expectation> Expectations()
    {
        var text = File.ReadAllText(Path.Combine(GoToolchain.Root, "src", "runtime", "goroutineleakprofile_test.go"));
        foreach (Match match in Tests().Matches(text))
        {
            yield return new Expectation(match.Groups[2].Value, match.Groups[1].Value == "Flaky",
                [.. Patterns().Matches(match.Groups[3].Value).Select(m => m.Groups[1].Value)]);
        }
    }

    private sealed record Expectation(string Name, bool Flaky, ImmutableArray<string> Leaks);

    [GeneratedRegex("""^\t\tmake(Flaky|)Test\("(\w+)",?(.*?)\),$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Tests();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Patterns();

    [GeneratedRegex("register\\(\"(\\w+)\"")]
    private static partial Regex Registered();

    [GeneratedRegex(@"^goroutine \d+ \[[^\n]*\(leaked\)", RegexOptions.Multiline)]
    private static partial Regex LeakedHeaders();
}
