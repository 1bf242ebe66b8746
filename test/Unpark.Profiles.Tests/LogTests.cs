using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Unpark.Profiles.Tests.Support;

namespace Unpark.Profiles.Tests;

/// <summary>Dumps as logs, terminals and archives hand them on: the same goroutines as in the dump itself.</summary>
public sealed class LogTests
{
    public static TheoryData<string> Dumps => ["go1.19/panic.txt", "go1.27/panic.txt", "go1.27/quit.txt", "go1.27/goroutine.stacks.txt", "go1.27/fatal.txt"];

    [Theory]
    [MemberData(nameof(Dumps))]
    public void A_dump_with_something_before_each_line_is_read(string dump)
    {
        Same(dump, (line, i) => $"Nov 28 20:0{i % 10}:11 host service[4711]: {line}", "journald");
        Same(dump, (line, i) => $"2026-11-28T20:01:1{i % 10}.12345678{i % 10}Z {line}", "kubectl logs --timestamps");
        Same(dump, (line, i) => $"2026-11-28T20:01:1{i % 10}.12345678{i % 10}Z stderr F {line}", "containerd");
        Same(dump, (line, _) => $"web-1  | {line}", "docker compose");
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    public void A_dump_in_json_is_read(string dump)
    {
        Same(dump, (line, _) => JsonSerializer.Serialize(new { log = line + "\n", stream = "stderr", time = "2026-11-28T20:01:11Z" }), "docker");
        Same(dump, (line, _) => JsonSerializer.Serialize(new { Action = "output", Package = "example.org/m", Output = line + "\n" }), "go test -json");
        var whole = JsonSerializer.Serialize(new { level = "error", stack = Text(dump) });
        Same(dump, Encoding.UTF8.GetBytes($"{{\"level\":\"info\"}}\n{whole}\n"), "a field of a JSON log");
        Same(dump, Encoding.UTF8.GetBytes($"level=error stack={JsonSerializer.Serialize(Text(dump)[Text(dump).IndexOf("goroutine ", StringComparison.Ordinal)..])}\n"), "a quoted string");
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    public void A_dump_between_other_lines_with_any_line_ends_is_read(string dump)
    {
        var text = Text(dump);
        Same(dump, Encoding.UTF8.GetBytes($"starting\nlistening on :8080 (pid 12)\n{text}\nexit status 2\nrestarting\n"), "between other lines");
        Same(dump, Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)), "Windows line ends");
        Same(dump, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)], "a byte order mark");
        Same(dump, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], "UTF-16");
    }

    [Fact]
    public void Several_dumps_of_one_file_are_several_profiles()
    {
        var bytes = Encoding.UTF8.GetBytes(Text("go1.27/panic.txt") + "\nrestarting\n" + Text("go1.27/quit.txt"));
        var profiles = ProfileReader.Read(new MemoryStream(bytes)).ToList();
        Assert.Equal([Count("go1.27/panic.txt"), Count("go1.27/quit.txt")], profiles.Select(p => p.Goroutines));
        Assert.All(profiles, p => Assert.Equal(0, p.Unparsed));
    }

    [Fact]
    public void Compressed_dumps_and_archives_of_several_are_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Text("go1.27/panic.txt"));
        using var zstd = new MemoryStream();
        using (var packed = new ZstdSharp.CompressionStream(zstd, leaveOpen: true))
        {
            packed.Write(bytes);
        }

        Same("go1.27/panic.txt", zstd.ToArray(), "zstd");
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Samples.All().Where(s => s.Name.StartsWith("go1.27", StringComparison.Ordinal)))
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }

            using var notes = archive.CreateEntry("notes.txt").Open();
            notes.Write("nothing"u8);
        }

        zip.Position = 0;
        var profiles = ProfileReader.Read(zip).ToList();
        Assert.Equal(Samples.All().Count(s => s.Name.StartsWith("go1.27", StringComparison.Ordinal)), profiles.Count);
    }

    [Fact]
    public void What_is_not_understood_is_counted_with_its_place()
    {
        var profile = ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(
            "goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n\ngoroutine 2 [select] strange:\nmain.f()\n\t/a.go:2 +0x1\n\ngoroutine 3 [select]:\nmain.g()\n\t/a.go:3 +0x1\n"))).Single();
        Assert.Equal(2, profile.Goroutines);
        Assert.True(profile.Unparsed > 0);
        Assert.All(profile.UnparsedParts, p => Assert.InRange(p.Line, 5, 8));
    }

    private static void Same(string dump, Func<string, int, string> change, string what)
        => Same(dump, Encoding.UTF8.GetBytes(string.Concat(Text(dump).TrimEnd('\n').Split('\n').Select((l, i) => change(l, i) + "\n"))), what);

    private static void Same(string dump, byte[] bytes, string what)
    {
        var expected = Read(Encoding.UTF8.GetBytes(Text(dump)));
        var actual = Read(bytes);
        Assert.True(expected.Goroutines == actual.Goroutines,
            string.Create(CultureInfo.InvariantCulture, $"{what}: {actual.Goroutines} of {expected.Goroutines}, {actual.UnparsedParts.FirstOrDefault()}"));
        Assert.True(actual.Unparsed == 0, $"{what}: {actual.UnparsedParts.FirstOrDefault()}");
        Assert.Equal(Fingerprints(expected), Fingerprints(actual));
    }

    private static List<(string, long)> Fingerprints(Profile profile)
        => [.. GoroutineGroups.Of(profile).Select(g => (g.Fingerprint, g.Count)).Order()];

    private static Profile Read(byte[] bytes) => ProfileReader.Read(new MemoryStream(bytes)).MaxBy(p => p.Goroutines)!;

    private static long Count(string dump) => Read(Encoding.UTF8.GetBytes(Text(dump))).Goroutines;

    private static string Text(string dump) => File.ReadAllText(Path.Combine(Samples.Folder, dump));
}
