using System.Net;
using System.Net.Sockets;
using System.Text;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Profiles;

/// <summary>What is no profile gives one clear line and exit code 2.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "a.txt: it is empty")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>Log in</title></head>", "a.txt: an HTML page (\"Log in\"), not a profile")]
    [InlineData("{\"error\": \"no such tenant\"}\n", "a.txt: no goroutine in its one line")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0000", "a.txt: neither text nor a profile of pprof's")]
    [InlineData("heap profile: 1: 2 [3: 4] @ heap/1048576\n", "a.txt: a profile of something else (\"heap profile: 1: 2 [3: 4] @ heap/1048576\"), not of goroutines")]
    [InlineData("PK\u0003\u0004 this is no archive", "a.txt: a damaged zip archive")]
    public void A_file_that_holds_no_profile(string content, string message)
    {
        folder.Write("a.txt", content);
        AssertRefused(message, "a.txt");
    }

    [Fact]
    public void A_name_that_leads_nowhere()
    {
        AssertRefused("nothing.txt: there is no such file", "nothing.txt");
        AssertRefused("unix:no.sock: there is no such socket", "unix:no.sock");
        Directory.CreateDirectory(Path.Combine(folder.Path, "empty"));
        AssertRefused("empty: an empty folder", "empty");
        folder.Write("notes/a.txt", "nothing\n");
        AssertRefused("notes: a folder without goroutine profiles", "notes");
        AssertRefused("http://: not a URL", "http://");
    }

    [Fact]
    public void A_connection_that_is_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        AssertRefused($"127.0.0.1:{port}: the connection is refused: nothing listens there", $"127.0.0.1:{port}");
    }

    [Theory]
    [InlineData("404 Not Found", "X-Go-Pprof: 1\r\n", "Unknown profile\n", "/debug/pprof/goroutineleak", "the process has no profile \"goroutineleak\"; Go 1.27 has it")]
    [InlineData("404 Not Found", "", "404 page not found\n", "/debug/pprof/goroutine", "404, and not from net/http/pprof: it is not served there")]
    [InlineData("401 Unauthorized", "", "", "/debug/pprof/goroutine", "the server answers 401 Unauthorized")]
    [InlineData("200 OK", "Content-Type: text/html\r\n", "<html><title>Sign in</title>", "/debug/pprof/goroutine", "an HTML page (\"Sign in\"), not a profile")]
    [InlineData("200 OK", "Content-Type: application/json\r\n", "{}", "/debug/pprof/goroutine", "no goroutine in its one line")]
    [InlineData("200 OK", "Content-Type: text/plain\r\n", "", "/debug/pprof/goroutine", "it is empty")]
    public void A_server_that_answers_something_else(string status, string header, string body, string path, string message)
    {
        using var server = new OneAnswerServer($"HTTP/1.1 {status}\r\n{header}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        AssertRefused($"http://{server.Address}{path}: {message}", $"http://{server.Address}{path}");
    }

    [Fact]
    public void A_server_that_sends_round_in_circles()
    {
        using var server = new OneAnswerServer("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        AssertRefused($"{server.Address}: redirects more than 5 times, or nowhere", server.Address);
    }

    [Fact]
    public void A_server_that_keeps_silent()
    {
        using var silent = new OneAnswerServer("");
        AssertRefused($"{silent.Address}: no answer within 0.3 seconds", silent.Address, "--timeout", "0.3");
        using var stalls = new OneAnswerServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\ngoroutine profi");
        AssertRefused($"{stalls.Address}: no goroutine in its one line; reading stopped", stalls.Address, "--timeout", "3");
    }

    [Fact]
    public void A_server_that_sends_next_to_nothing()
    {
        using var slow = new OneAnswerServer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", new string('g', 100));
        AssertRefused($"{slow.Address}: no goroutine in its one line; reading stopped", slow.Address, "--timeout", "0.5");
    }

    [Fact]
    public void A_server_that_sends_for_ever_is_left_at_the_limit()
    {
        // Compressed, so that the limit is reached soon: it counts what is inside.
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 1100; i++)
            {
                block[^1] = (byte)'\n';
                gzip.Write(block);
            }
        }

        using var server = new OneAnswerServer(Encoding.Latin1.GetString(
            [.. Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {packed.Length}\r\nConnection: close\r\n\r\n"), .. packed.ToArray()]));
        AssertRefused($"{server.Address}: no goroutine in its", server.Address);
    }

    private void AssertRefused(string message, params string[] arguments)
    {
        var result = UnparkProcess.Run(folder.Path, ["profile", .. arguments]);
        Assert.True(result.ExitCode == 2, $"{result.ExitCode}: {result.Output}{result.Error}");
        Assert.Equal("", result.Output);
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith($"unpark: {message}", line, StringComparison.Ordinal);
    }
}
