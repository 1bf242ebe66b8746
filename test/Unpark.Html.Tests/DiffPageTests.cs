using Unpark.Html.Tests.Support;

namespace Unpark.Html.Tests;

/// <summary>The page of a comparison.</summary>
public sealed class DiffPageTests(Browser browser) : IDisposable
{
    private readonly PageFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task It_shows_what_changed_and_how()
    {
        int[] growing = [2, 9, 21, 40, 66];
        for (var i = 0; i < growing.Length; i++)
        {
            var dump = new Dump()
                .Add(growing[i], "chan send", "", "shop/quotes.(*Board).price.func1", "shop/quotes.(*Board).price", "/src/shop/quotes/board.go:31")
                .Add(10 - (2 * i), "select", "", "shop/feed.(*Poller).run", "shop/feed.Start", "/src/shop/feed/poller.go:77")
                .Add(i == 4 ? 3 : 0, "chan receive", "", "shop/archive.wait", "shop/archive.Open", "/src/shop/archive/archive.go:12")
                .Add(i < 2 ? 5 : 0, "sleep", "", "shop/retry.sleep", "shop/retry.Do", "/src/shop/retry/retry.go:9")
                .Add(1, "IO wait", "", "net/http.(*Server).Serve", "shop/api.Start", "/go/src/net/http/server.go:3300");
            file.Write($"p{i}.txt", dump.ToString());
        }

        await using var page = await browser.Open(file.Run("diff", "p0.txt", "p1.txt", "p2.txt", "p3.txt", "p4.txt"));
        Assert.Equal(["new", "grown", "shrunk", "gone"], await page.Find("#groups .rows .c-change").AllInnerTextsAsync());
        var grown = page.Rows.Nth(1);
        Assert.Equal("2", await grown.Locator(".c-before").InnerTextAsync());
        Assert.Equal("66", await grown.Locator(".c-after").InnerTextAsync());
        Assert.Equal("+64", await grown.Locator(".c-by").InnerTextAsync());
        Assert.Equal("2, 9, 21, 40, 66", await grown.Locator(".spark").GetAttributeAsync("aria-label"));
        Assert.StartsWith("+", await grown.Locator(".c-slope").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("1 group", await page.Find("#groups .section").InnerTextAsync(), StringComparison.Ordinal);

        await page.Find("#change").SelectOptionAsync("gone");
        Assert.Equal(["gone"], await page.Find("#groups .rows .c-change").AllInnerTextsAsync());
        await page.Find(".figure.grown").ClickAsync();
        Assert.Equal("grown", await page.Find("#change").InputValueAsync());
        await page.Rows.First.ClickAsync();
        Assert.Contains("2 → 9 → 21 → 40 → 66", await page.Find("#detail").InnerTextAsync(), StringComparison.Ordinal);
        await page.AssertAccessible();
        await page.Find("#tab-stacks").ClickAsync();
        await page.AssertAccessible();
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_profile_with_earlier_ones_shows_how_its_groups_came_about()
    {
        for (var i = 1; i < 4; i++)
        {
            file.Write($"p{i}.txt", new Dump().Add(25 * i, "chan send", "", "shop/quotes.price", "shop/quotes.Start", "/src/board.go:31").ToString());
        }

        await using var page = await browser.Open(file.Run("profile", "p1.txt", "p2.txt", "p3.txt"));
        Assert.Equal("25, 50, 75", await page.Rows.First.Locator(".spark").GetAttributeAsync("aria-label"));
        await page.Rows.First.ClickAsync();
        Assert.Contains("25 → 50 → 75", await page.Find("#detail").InnerTextAsync(), StringComparison.Ordinal);
        page.AssertQuiet();
    }
}
