using System.Text.Json;
using System.Text.RegularExpressions;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles.Tests.Support;

namespace Unpark.Profiles.Tests;

/// <summary>What Go prints of a program that knows what its goroutines do (test/oracles/goroutines).</summary>
public sealed partial class ConformanceTests : IDisposable
{
    private static readonly string[] Forms = ["stack.txt", "goroutine.stacks.txt", "goroutine.counts.txt", "goroutine.pb.gz"];

    private readonly string folder = Directory.CreateTempSubdirectory("unpark-goroutines").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_form_holds_what_the_program_of_today_knows()
    {
        var start = GoToolchain.Start(GoToolchain.Program("goroutines"), [folder]);
        start.Environment["GODEBUG"] = "tracebacklabels=1";
        GoToolchain.Run(start);
        Check(folder);
    }

    [Fact]
    public void Every_form_holds_what_the_programs_of_the_samples_knew()
    {
        foreach (var sample in Directory.GetDirectories(Samples.Folder))
        {
            Check(sample);
        }
    }

    [Fact]
    public void Dumps_of_a_process_that_ends_are_read_whole()
    {
        foreach (var (name, bytes) in Samples.All().Where(s => !s.Name.Contains("goroutine", StringComparison.Ordinal)))
        {
            var profiles = ProfileReader.Read(new MemoryStream(bytes)).ToList();
            Assert.True(profiles.Count == 1, $"{name}: {profiles.Count} dumps");
            Assert.True(profiles[0].Unparsed == 0, $"{name}: {profiles[0].UnparsedParts.FirstOrDefault()}");
            Assert.True(profiles[0].Truncated is null, $"{name}: {profiles[0].Truncated}");
            // What is counted here is counted without the reader.
            var headers = Headers().Count(System.Text.Encoding.UTF8.GetString(bytes));
            Assert.True(headers == profiles[0].Goroutines, $"{name}: {profiles[0].Goroutines} of {headers}");
        }
    }

    private static void Check(string folder)
    {
        using var known = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "known.json")));
        var total = known.RootElement.GetProperty("NumGoroutine").GetInt64();
        foreach (var file in Forms)
        {
            var profile = Read(Path.Combine(folder, file));
            Assert.True(total == profile.Goroutines, $"{file}: {profile.Goroutines} of {total}");
            foreach (var expected in known.RootElement.GetProperty("Known").EnumerateArray())
            {
                Check(profile, expected, file, leakedOnly: false);
            }
        }

        CheckFingerprints(folder, known.RootElement);
        foreach (var file in new[] { "goroutineleak.counts.txt", "goroutineleak.pb.gz", "goroutineleak.stacks.txt" })
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                continue;
            }

            var profile = Read(Path.Combine(folder, file));
            foreach (var expected in known.RootElement.GetProperty("Known").EnumerateArray()
                .Where(e => e.GetProperty("Leaked").GetBoolean()))
            {
                Check(profile, expected, file, leakedOnly: file.EndsWith("stacks.txt", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Every_wait_reason_and_status_of_Go_is_known()
    {
        var source = Path.Combine(GoToolchain.Root, "src", "runtime");
        var names = Strings(File.ReadAllText(Path.Combine(source, "runtime2.go")), "waitReasonStrings")
            .Concat(Strings(File.ReadAllText(Path.Combine(source, "traceback.go")), "gStatusStrings")).Where(n => n.Length > 0).ToList();
        Assert.True(names.Count > 45, $"{names.Count} names were found");
        var unknown = new List<string>();
        foreach (var name in names)
        {
            foreach (var mark in new[] { "", " (leaked)", " (scan)", name.EndsWith(" (durable)", StringComparison.Ordinal) ? "" : " (durable)" })
            {
                var text = $"goroutine 7 [{name}{mark}, 3 minutes, locked to thread]:\nmain.f()\n\t/a.go:1 +0x1\n";
                var profile = ProfileReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))).Single();
                var state = profile.Records.Single().State;
                if (profile.Unparsed > 0 || !state.LockedToThread || (state.Kind == BlockingKind.Unknown && name is not ("waiting" or "leaked")))
                {
                    unknown.Add($"{name}{mark}: {state}");
                }
            }
        }

        Assert.Empty(unknown);
    }

    private static IEnumerable<string> Strings(string source, string variable)
    {
        var start = source.IndexOf($"var {variable} = ", StringComparison.Ordinal);
        return Quoted().Matches(source[start..source.IndexOf("\n}", start, StringComparison.Ordinal)]).Select(m => m.Groups[1].Value);
    }

    // Whatever the form, the same goroutines have the same fingerprints.
    private static void CheckFingerprints(string folder, JsonElement known)
    {
        // Before Go 1.23 pprof's forms had the 32 innermost frames only.
        var isShallow = VersionOf(known) < 23;
        foreach (var function in known.GetProperty("Known").EnumerateArray().Select(e => e.GetProperty("Function").GetString()!)
            .Where(f => !isShallow || f != "main.deep"))
        {
            var all = Forms
                .Select(file => string.Join(", ", GoroutineGroups.Of(Read(Path.Combine(folder, file)))
                    .Where(g => g.Stack.Frames.Any(f => Plain(f.Function) == function))
                    .GroupBy(g => g.Fingerprint).Select(g => $"{g.Key}: {g.Sum(x => x.Count)}").Order(StringComparer.Ordinal))).ToList();
            Assert.True(all.Distinct().Count() == 1 && all[0].Length > 0, $"{folder}: {function}: {string.Join(" | ", all)}");
        }
    }

    private static int VersionOf(JsonElement known)
        => int.Parse(known.GetProperty("Version").GetString()!.Split('.', '-', ' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static void Check(Profile profile, JsonElement expected, string file, bool leakedOnly)
    {
        var function = expected.GetProperty("Function").GetString()!;
        var records = profile.Records.Where(r => r.Stack.Frames.Any(f => Plain(f.Function) == function)
            && (!leakedOnly || r.State.Leaked)).ToList();
        var count = expected.GetProperty("Count").GetInt64();
        Assert.True(count == records.Sum(r => r.Count), $"{file}: {function}: {records.Sum(r => r.Count)} of {count}");
        var kind = expected.GetProperty("Kind").GetString()!;
        // debug=1 does not show channel operations, and the functions of a nil channel are those of others.
        var allowed = profile.Format switch
        {
            ProfileFormat.Counts => [kind, "Unknown"],
            ProfileFormat.Pprof => new[] { kind, kind.Replace("Nil", "", StringComparison.Ordinal) },
            _ => [kind],
        };
        Assert.All(records, r => Assert.True(allowed.Contains(r.State.Kind.ToString()), $"{file}: {function}: {r.State}"));
    }

    private static string Plain(string function)
        => $"{FunctionName.Package(function)}.{(function.Contains('[', StringComparison.Ordinal) ? FunctionName.StableLocal(function) : FunctionName.Local(function))}";

    [GeneratedRegex(@"(^|"")goroutine [1-9][^\n\[]*\[[a-zA-Z]", RegexOptions.Multiline)]
    private static partial Regex Headers();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();

    private static Profile Read(string path)
    {
        using var stream = File.OpenRead(path);
        var profile = ProfileReader.Read(stream).Single();
        Assert.True(profile.Unparsed == 0, $"{path}: {profile.UnparsedParts.FirstOrDefault()}");
        return profile;
    }
}
