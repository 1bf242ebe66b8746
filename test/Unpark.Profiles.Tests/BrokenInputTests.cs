using System.IO.Compression;
using System.Text;
using Unpark.Profiles.Tests.Support;

namespace Unpark.Profiles.Tests;

/// <summary>Any bytes are input.</summary>
public sealed class BrokenInputTests
{
    [Fact]
    public void A_sample_cut_at_any_byte_neither_crashes_nor_hangs()
    {
        foreach (var (name, bytes) in Samples.All())
        {
            for (var length = 0; length < bytes.Length; length += length < 2000 ? 1 : 97)
            {
                var problem = Broken.Read(bytes[..length]);
                Assert.True(problem is null, $"{name} cut at {length}: {problem}");
            }
        }
    }

    [Fact]
    public void A_sample_with_bytes_changed_neither_crashes_nor_hangs()
    {
        var random = new Random(1);
        foreach (var (name, bytes) in Samples.All())
        {
            for (var i = 0; i < 40; i++)
            {
                var broken = Broken.Mutate(bytes, random);
                var problem = Broken.Read(broken);
                Assert.True(problem is null, $"{name}, change {i}: {problem}");
            }
        }
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("<!DOCTYPE html><html><head><title>Sign in</title>", "an HTML page (\"Sign in\"), not a profile")]
    [InlineData("Unknown profile\n", "the process has no such profile (\"Unknown profile\")")]
    [InlineData("heap profile: 1: 2 [3: 4] @ heap/1048576\n",
        "a profile of something else (\"heap profile: 1: 2 [3: 4] @ heap/1048576\"), not of goroutines")]
    [InlineData("hello\nworld\n", "no goroutine in its 2 lines")]
    [InlineData("\0\u0001\u0002\u0003\u0004\u0005", "neither text nor a profile of pprof's")]
    public void What_is_no_profile_is_refused_in_one_line(string text, string message)
    {
        var e = Assert.Throws<ProfileException>(
            () => ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).ToList());
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Reading_stops_at_its_limit_and_says_so()
    {
        var text = string.Concat(Enumerable.Repeat("goroutine 7 [select]:\nmain.f()\n\t/a.go:1 +0x1\n\n", 100_000));
        var profile = ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)),
            new ProfileReadOptions { MaxBytes = 1 << 20 }).Single();
        Assert.Equal("it was read as far as its first 1 MB, which is the limit", profile.Truncated);
    }

    [Fact]
    public void A_truncated_gzip_is_read_as_far_as_it_goes()
    {
        var random = new Random(2);
        var text = string.Concat(Enumerable.Range(1, 5000)
            .Select(i => $"goroutine {i} [select]:\nmain.f(0x{random.Next():x})\n\t/a.go:1 +0x1\n\n"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var profile = ProfileReader.Read(new MemoryStream(packed.ToArray()[..(int)(packed.Length / 2)])).Single();
        Assert.InRange(profile.Goroutines, 1000, 4000);
    }
}
