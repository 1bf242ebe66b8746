using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unpark.Cli.Tests.Profiles;

/// <summary>A server that gives every request the same bytes, and then keeps the connection open.</summary>
internal sealed class OneAnswerServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private readonly byte[] answer;
    private readonly byte[] drops;

    /// <summary>Serves.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="drops">What is sent behind it a byte at a time, ten in a second.</param>
    public OneAnswerServer(string answer, string drops = "")
    {
        this.drops = Encoding.Latin1.GetBytes(drops);
        this.answer = Encoding.Latin1.GetBytes(answer);
        listener.Start();
        Address = listener.LocalEndpoint.ToString()!;
        _ = Task.Run(Serve);
    }

    /// <summary>host:port.</summary>
    public string Address { get; }

    public void Dispose()
    {
        listener.Dispose();
        lock (sockets)
        {
            sockets.ForEach(s => s.Dispose());
        }
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                lock (sockets)
                {
                    sockets.Add(socket);
                }

                _ = Task.Run(() => Answer(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(Socket socket)
    {
        var request = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(request) > 0)
            {
                await socket.SendAsync(answer);
                for (var i = 0; i < drops.Length; i++)
                {
                    await socket.SendAsync(drops.AsMemory(i, 1));
                    await Task.Delay(100);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client has enough.
        }
    }
}
