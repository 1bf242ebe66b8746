using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Profiling;

/// <summary>Opens what <c>unpark profile</c> is asked to read: a file, standard input or a server.</summary>
internal sealed class ProfileSource
{
    private const int MaxRedirections = 5;
    private const string UnixScheme = "unix:";
    private const string Folder = "/debug/pprof/";
    private const string DefaultPath = Folder + "goroutine";

    private readonly string folder;
    private readonly TimeSpan timeout;

    /// <summary>Makes one.</summary>
    /// <param name="folder">The folder that file names are relative to.</param>
    /// <param name="timeout">How long a server may keep silent.</param>
    public ProfileSource(string folder, TimeSpan timeout) => (this.folder, this.timeout) = (folder, timeout);

    /// <summary>Opens an input.</summary>
    /// <exception cref="CheckException">It cannot be had; the message names it and says why.</exception>
    public Stream Open(string name, CancellationToken cancellation)
    {
        if (name == "-")
        {
            return Console.OpenStandardInput();
        }

        if (name.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            return FetchUnix(name, cancellation);
        }

        return Address(name) is { } address ? Fetch(name, address, null, cancellation) : OpenFile(name);
    }

    /// <summary>The URL of a server's <c>/debug/pprof/</c>; null of what is no server.</summary>
    public string? RootOf(string name)
    {
        if (name.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var colon = name.IndexOf(":/debug/", StringComparison.Ordinal);
            return $"{(colon < 0 ? name : name[..colon])}:{Folder}";
        }

        if (Address(name) is not { } address)
        {
            return null;
        }

        // Some servers have it below a path of their own.
        var at = address.AbsolutePath.LastIndexOf(Folder, StringComparison.Ordinal);
        return new Uri(address, at < 0 ? Folder : address.AbsolutePath[..(at + Folder.Length)]).ToString();
    }

    // unix:/run/service.sock means its goroutine profile; unix:/run/service.sock:/debug/pprof/goroutineleak another one.
    private PatientStream FetchUnix(string name, CancellationToken cancellation)
    {
        var rest = name[UnixScheme.Length..];
        rest = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        var colon = rest.IndexOf(":/", StringComparison.Ordinal);
        var socket = Path.GetFullPath(colon < 0 ? rest : rest[..colon], folder);
        return Uri.TryCreate($"http://localhost{(colon < 0 ? DefaultPath : rest[(colon + 1)..])}", UriKind.Absolute, out var address)
            ? Fetch(name, address, socket, cancellation)
            : throw new CheckException($"{name}: not a socket and a path: unix:/run/service.sock:/debug/pprof/goroutine");
    }

    private FileStream OpenFile(string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0,
                FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckException($"{name}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"{name}: {e.Message.TrimEnd('.')}", e);
        }
    }

    // http://host/path as it is; host:port means its goroutine profile; a file that exists is a file.
    private Uri? Address(string name)
    {
        if (name.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(name, UriKind.Absolute, out var given)
                ? WithPath(given)
                : throw new CheckException($"{name}: not a URL");
        }

        var colon = name.LastIndexOf(':');
        return colon >= 0 && ushort.TryParse(name.AsSpan(colon + 1), out _) && !File.Exists(Path.Combine(folder, name))
            && Uri.TryCreate($"http://{(colon == 0 ? "localhost" : "")}{name}", UriKind.Absolute, out var made)
            ? WithPath(made)
            : null;
    }

    private static Uri WithPath(Uri address)
        => address.PathAndQuery == "/" ? new Uri(address, DefaultPath) : address;

    private PatientStream Fetch(string name, Uri address, string? socketPath, CancellationToken cancellation)
    {
        // The answer is read after this returns: the client lives as long as its stream.
        var handler = new SocketsHttpHandler
        {
            MaxAutomaticRedirections = MaxRedirections,
            ConnectTimeout = timeout,
            AutomaticDecompression = DecompressionMethods.None,
        };
        if (socketPath is not null)
        {
            handler.ConnectCallback = (_, token) => ConnectUnix(socketPath, token);
        }

        var client = new HttpClient(handler);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeout);
        try
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            var response = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .GetAwaiter().GetResult();
            if (!response.IsSuccessStatusCode)
            {
                // A connection that stays open would be a goroutine in the next answer.
                using (client)
                using (response)
                {
                    throw Problem(name, address, response);
                }
            }

            return new PatientStream(client, response.Content.ReadAsStream(cancellation), timeout, cancellation);
        }
        catch (HttpRequestException e)
        {
            client.Dispose();
            var socket = e.InnerException as SocketException;
            var why = socket?.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "the connection is refused: nothing listens there",
                SocketError.HostNotFound or SocketError.TryAgain => $"there is no host \"{address.Host}\"",
                _ => (e.InnerException ?? e).Message.TrimEnd('.'),
            };
            throw new CheckException($"{name}: {why}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            client.Dispose();
            throw new CheckException($"{name}: no answer within {timeout.TotalSeconds:0.#} seconds", e);
        }
    }

    private static async ValueTask<Stream> ConnectUnix(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new IOException("there is no such socket");
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static CheckException Problem(string name, Uri address, HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var profile = address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
        return new CheckException(response.StatusCode switch
        {
            HttpStatusCode.NotFound when response.Headers.Contains("X-Go-Pprof") => profile == "goroutineleak"
                ? $"{name}: the process has no profile \"goroutineleak\"; Go 1.27 has it, Go 1.26 with GOEXPERIMENT=goroutineleakprofile"
                : $"{name}: the process has no profile \"{profile}\"",
            HttpStatusCode.NotFound => $"{name}: 404, and not from net/http/pprof: it is not served there",
            _ when code is >= 300 and < 400 => $"{name}: redirects more than {MaxRedirections} times, or nowhere",
            _ => $"{name}: the server answers {code} {response.ReasonPhrase}",
        });
    }

    /// <summary>The body of an answer, whose server may neither keep silent too long nor send next to nothing.</summary>
    private sealed class PatientStream(HttpClient client, Stream body, TimeSpan timeout, CancellationToken cancellation) : Stream
    {
        // Less than this in the time that a server may keep silent is no progress.
        private const int Least = 1024;

        private IOException? failure;
        private long since = Stopwatch.GetTimestamp();
        private int sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (failure is not null)
            {
                throw failure;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(timeout);
            try
            {
                var length = body.ReadAsync(buffer.AsMemory(offset, count), patience.Token).AsTask().GetAwaiter().GetResult();
                sent += length;
                if (Stopwatch.GetElapsedTime(since) >= timeout && length > 0)
                {
                    if (sent < Least)
                    {
                        throw failure = new IOException($"the server has sent only {sent} bytes in {timeout.TotalSeconds:0.#} seconds");
                    }

                    (since, sent) = (Stopwatch.GetTimestamp(), 0);
                }

                return length;
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw failure = new IOException($"the server has sent nothing for {timeout.TotalSeconds:0.#} seconds", e);
            }
            catch (HttpRequestException e)
            {
                throw failure = new IOException(e.Message, e);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
                client.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
