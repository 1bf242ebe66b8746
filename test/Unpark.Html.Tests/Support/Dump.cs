using System.Globalization;
using System.Text;

namespace Unpark.Html.Tests.Support;

/// <summary>Writes goroutines as debug=2 prints them.</summary>
internal sealed class Dump
{
    private readonly StringBuilder text = new();
    private int goroutines;

    /// <summary>A dump that has a bit of everything.</summary>
    public static string Shop { get; } = new Dump()
        .Add(1, "running", "", "main.main", null, "/src/shop/main.go:20")
        .Add(30, "chan send, 12 minutes", "{tenant: acme}", "shop/quotes.(*Board).price.func1", "shop/quotes.(*Board).price", "shop/quotes/board.go:31")
        .Add(4, "chan send, 2 minutes", "{tenant: bolt}", "shop/quotes.(*Board).price.func1", "shop/quotes.(*Board).price", "shop/quotes/board.go:31")
        .Add(60, "select, 3 minutes", "", "shop/feed.(*Poller).run", "shop/feed.Start", "shop/feed/poller.go:77")
        .Add(2, "chan receive (nil chan)", "", "shop/archive.wait", "shop/archive.Open", "shop/archive/archive.go:12")
        .Add(3, "sync.Mutex.Lock", "", "shop/store.(*Store).Get", "shop/api.serve", "shop/store/store.go:40")
        .Add(1, "IO wait, 12 minutes", "", "net/http.(*persistConn).readLoop", "net/http.(*Transport).dialConn", "/go/src/net/http/transport.go:2333")
        .Add(1, "select, 12 minutes", "", "net/http.(*persistConn).writeLoop", "net/http.(*Transport).dialConn", "/go/src/net/http/transport.go:2583")
        .ToString();

    public Dump Add(int count, string state, string labels, string function, string? creator, string place)
    {
        for (var i = 0; i < count; i++)
        {
            goroutines++;
            text.Append(CultureInfo.InvariantCulture, $"goroutine {goroutines} [{state}]{(labels.Length > 0 ? $" {labels}" : "")}:\n");
            text.Append(CultureInfo.InvariantCulture, $"{function}(0xc000012340)\n\t{place} +0x1d\n");
            if (creator is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{creator}.loop()\n\t{place} +0x5\ncreated by {creator} in goroutine 1\n\t{place} +0x2f\n");
            }

            text.Append('\n');
        }

        return this;
    }

    public override string ToString() => text.ToString();
}
