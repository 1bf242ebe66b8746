using System.Text;
using Unpark.Profiles.Tests.Support;

namespace Unpark.Profiles.Tests;

/// <summary>What is thought of goroutines by their stacks.</summary>
public sealed class DiagnosisTests
{
    [Theory]
    [InlineData("goroutineleak.pb.gz")]
    [InlineData("goroutineleak.counts.txt")]
    [InlineData("goroutineleak.stacks.txt")]
    public void Every_form_of_a_leak_profile_proves_the_same_leaks(string file)
    {
        var leaked = Diagnose(file).Where(g => g.Verdict == Verdict.Leaked).SelectMany(g => g.Group.Stack.Frames.Take(4)
            .Where(f => f.Function.StartsWith("main.", StringComparison.Ordinal)).Take(1).Select(f => (FunctionName.Stable(f.Function), g.Group.Count)));
        Assert.Equal(
        [
            ("main.(*list[...]).takeGeneric", 2), ("main.(*server).run.func", 1), ("main.afterFunc", 1), ("main.deep", 1),
            ("main.inClosure", 1), ("main.innermost", 1), ("main.isLockedToThread", 1), ("main.labelled", 4), ("main.ranges", 2),
            ("main.receives", 3), ("main.receivesNil", 1), ("main.selects", 5), ("main.selectsNothing", 2), ("main.sends", 4),
            ("main.sendsNil", 1),
        ], leaked.OrderBy(l => l.Item1, StringComparer.Ordinal).Select(l => (l.Item1, (int)l.Count)));
    }

    [Theory]
    [InlineData("goroutine.stacks.txt", "main.sends", "UP101")]
    [InlineData("goroutine.stacks.txt", "main.sendsNil", "UP104")]
    [InlineData("goroutine.stacks.txt", "main.selectsNothing", "UP108")]
    [InlineData("goroutine.stacks.txt", "main.waits", "UP109")]
    [InlineData("goroutine.stacks.txt", "main.waitsCond", "UP110")]
    [InlineData("goroutine.pb.gz", "main.ranges", "UP103")]
    [InlineData("goroutine.pb.gz", "main.receives", "UP102")]
    [InlineData("goroutine.pb.gz", "main.sends", "UP101")]
    [InlineData("goroutine.pb.gz", "main.locks", "UP601")]
    [InlineData("goroutine.counts.txt", "main.locks", "UP601")]
    [InlineData("goroutine.counts.txt", "main.waits", "UP109")]
    public void A_suspect_stack_names_the_kind_of_leak(string file, string function, string rule)
    {
        var group = Diagnose(file, new DiagnosisOptions { Many = 1, Few = 1 }).Single(g => g.Group.Blocked?.Function == function);
        Assert.NotEqual(Verdict.Normal, group.Verdict);
        Assert.Equal(rule, group.Rule);
        Assert.Equal(rule[2] - '0', group.Scenario);
    }

    [Fact]
    public void What_waits_for_ever_by_definition_is_leaked_but_not_in_main()
    {
        var groups = Diagnose("goroutine.stacks.txt").ToDictionary(g => g.Group.Blocked?.Function ?? "");
        Assert.Equal(Verdict.Leaked, groups["main.selectsNothing"].Verdict);
        Assert.Equal(Verdict.Leaked, groups["main.receivesNil"].Verdict);
        Assert.Equal(Verdict.Normal, groups["main.receives"].Verdict);
        var main = ProfileDiagnosis.Of(Read("goroutine 1 [select (no cases)]:\nmain.main()\n\t/a/main.go:3 +0x1\nruntime.goexit({})\n\t/go/asm.s:1 +0x1\n")).Single();
        Assert.Equal((Verdict.Normal, "the main goroutine"), (main.Verdict, main.Benign));
    }

    [Fact]
    public void A_few_senders_are_normal_and_many_are_suspect_and_so_are_old_ones()
    {
        Assert.Equal(Verdict.Normal, Senders(9, 0).Verdict);
        Assert.Equal(["10 goroutines are at the same place"], Senders(10, 0).Reasons);
        Assert.Equal(Verdict.Normal, Senders(1, 4).Verdict);
        Assert.Equal(["in a send for 5 minutes"], Senders(1, 5).Reasons);

        static DiagnosedGroup Senders(int count, int minutes) => ProfileDiagnosis.Of(Read(string.Concat(Enumerable.Range(1, count)
            .Select(i => $"goroutine {i + 1} [chan send{(minutes > 0 ? $", {minutes} minutes" : "")}]:\nmain.f()\n\t/a.go:1 +0x1\n\n")))).Single();
    }

    [Fact]
    public void A_kind_that_is_known_is_counted_together_against_its_limit()
    {
        var openers = ProfileDiagnosis.Of(Read(Many(11, "select", "database/sql.(*DB).connectionOpener", "/go/src/database/sql/sql.go"))).Single();
        Assert.Equal((Verdict.Suspect, "UP401"), (openers.Verdict, openers.Rule));
        Assert.Contains("sql.DB.Close is not called", openers.Reasons);
        var few = ProfileDiagnosis.Of(Read(Many(10, "select", "database/sql.(*DB).connectionOpener", "/go/src/database/sql/sql.go"))).Single();
        Assert.Equal((Verdict.Normal, "the opener of connections of a database/sql pool"), (few.Verdict, few.Benign));
        Assert.Null(few.Rule);
    }

    [Fact]
    public void A_reader_of_an_open_body_is_told_from_an_idle_connection()
    {
        var open = ProfileDiagnosis.Of(Read(Many(20, "select", "net/http.(*persistConn).readLoop", "/go/src/net/http/transport.go"))).Single();
        Assert.Equal(("http-body-open", "UP402"), (open.Signature?.Name, open.Rule));
        var idle = ProfileDiagnosis.Of(Read(Many(20, "IO wait", "net/http.(*persistConn).readLoop", "/go/src/net/http/transport.go"))).Single();
        Assert.Equal(("http-keep-alive", Verdict.Normal), (idle.Signature?.Name, idle.Verdict));
    }

    [Fact]
    public void What_debug_1_hides_is_known_by_goroutines_whose_wait_is_known()
    {
        // The addresses are of gopark, selectgo, netpollblock, chanrecv and chanrecv1 of some program.
        const string accept = "1 @ 0x10 0x21 0x31 0x41 0xf1\n#\t0x30\tinternal/poll.runtime_pollWait+0x1\t/go/src/runtime/netpoll.go:1\n\n";
        const string write = "2 @ 0x10 0x22 0x51 0xf1\n#\t0x50\tnet/http.(*persistConn).writeLoop+0x1\t/go/src/net/http/transport.go:1\n\n";
        const string mine = "3 @ 0x10 0x22 0x61 0xf1\n#\t0x60\tmain.mine+0x1\t/a.go:1\n\n";
        const string other = "4 @ 0x10 0x23 0x71 0xf1\n#\t0x70\tmain.other+0x1\t/a.go:2\n\n";
        var kinds = Kinds(mine + write + accept + other);
        Assert.Equal((BlockingKind.Select, BlockingKind.Unknown), (kinds["main.mine"], kinds["main.other"]));
        Assert.Equal(BlockingKind.Unknown, Kinds(mine + accept + other)["main.mine"]);
        // Without anything that is parked for certain a goroutine may have been stopped in its work.
        Assert.Equal(BlockingKind.Unknown, Kinds(mine + write + other)["main.mine"]);

        static Dictionary<string, BlockingKind> Kinds(string records) => Read($"goroutine profile: total 10\n{records}").Records
            .ToDictionary(r => Fingerprint.Blocked(r.Stack)!.Function, r => r.State.Kind);
    }

    [Fact]
    public void Signatures_of_the_user_go_before_those_that_are_known()
    {
        var mine = SignatureReader.Read("opener \"ours\" until=Stop limit=3\n  database/sql.(*DB).connectionOpener in select\n");
        var group = ProfileDiagnosis.Of(Read(Many(4, "select", "database/sql.(*DB).connectionOpener", "/go/src/database/sql/sql.go")),
            new DiagnosisOptions { Signatures = SignatureSet.Known.With(mine) }).Single();
        Assert.Equal(("opener", Verdict.Suspect), (group.Signature?.Name, group.Verdict));
    }

    [Theory]
    [InlineData("a \"b\" colour=red\n  x.y\n", "line 1: no option \"colour=red\"")]
    [InlineData("a \"b\"\n  x.y in dreams\n", "line 2: no state \"dreams\"")]
    [InlineData("  x.y\n", "line 2: functions before any kind of goroutine")]
    [InlineData("a \"b\"\n", "line 2: a has no functions")]
    [InlineData("a \"b\n  x.y\n", "line 1: a quotation without an end")]
    public void A_list_that_is_not_right_names_the_line(string text, string message)
        => Assert.Equal(message, Assert.Throws<SignatureFormatException>(() => SignatureReader.Read(text)).Message);

    [Fact]
    public void Functions_of_the_standard_library_that_signatures_name_are_there()
    {
        // Those that older versions have are named beside those of today.
        string[] gone =
        [
            "runtime.runfinq", "runtime.timerproc", "runtime/trace.Start.func", "net/http.(*http2ClientConn).readLoop",
            "net/http.(*http2clientConnReadLoop).run", "net/http.(*http2serverConn).readFrames", "net/http.(*http2serverConn).serve",
        ];
        var missing = SignatureSet.Known.All.SelectMany(s => s.Marks).Select(m => m.Function)
            .Where(f => !FunctionName.Package(f).Split('/')[0].Contains('.', StringComparison.Ordinal) && FunctionName.Package(f) is not ("main" or ""))
            .Except(gone).Where(f => !IsDeclared(f)).ToList();
        Assert.Empty(missing);
    }

    private static bool IsDeclared(string function)
    {
        var folder = Path.Combine(Go.Tests.Oracles.GoToolchain.Root, "src", FunctionName.Package(function));
        var name = FunctionName.StableLocal(function).Replace(".func", "", StringComparison.Ordinal);
        var dot = name.LastIndexOf('.');
        var (receiver, method) = dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
        return Directory.Exists(folder) && Directory.GetFiles(folder, "*.go").Select(File.ReadAllText).Any(text => receiver.Length == 0
            ? text.Contains($"\nfunc {method}(", StringComparison.Ordinal) || text.Contains($"\nfunc {method}[", StringComparison.Ordinal)
            : System.Text.RegularExpressions.Regex.IsMatch(text,
                $@"\nfunc \(\w* ?{System.Text.RegularExpressions.Regex.Escape(receiver.Trim('(', ')'))}\) {method}\("));
    }

    [Fact]
    public void A_profile_that_is_written_for_pprof_is_read_back()
    {
        var profile = Read(File.ReadAllText(Path.Combine(Samples.Folder, "go1.27", "goroutine.stacks.txt")));
        using var stream = new MemoryStream();
        PprofWriter.Write(stream, profile);
        stream.Position = 0;
        var back = ProfileReader.Read(stream).Single();
        Assert.Equal(profile.Goroutines, back.Goroutines);
        Assert.Equal(profile.Records.SelectMany(r => r.Stack.Frames).Select(f => f.Function).Where(f => f.Length > 0).Distinct().Order(),
            back.Records.SelectMany(r => r.Stack.Frames).Select(f => f.Function).Where(f => !f.StartsWith("...", StringComparison.Ordinal)).Distinct().Order());
    }

    private static string Many(int count, string state, string function, string file) => string.Concat(Enumerable.Range(1, count)
        .Select(i => $"goroutine {i + 1} [{state}]:\n{function}(0x1)\n\t{file}:{10 + (i % 2)} +0x1\ncreated by x.y\n\t/x.go:1 +0x1\n\n"))
        .Replace(":11 +", ":10 +", StringComparison.Ordinal);

    private static Profile Read(string text) => ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Single();

    private static System.Collections.Immutable.ImmutableArray<DiagnosedGroup> Diagnose(string file, DiagnosisOptions? options = null)
    {
        using var stream = File.OpenRead(Path.Combine(Samples.Folder, "go1.27", file));
        return ProfileDiagnosis.Of(ProfileReader.Read(stream).Single(), options);
    }
}
