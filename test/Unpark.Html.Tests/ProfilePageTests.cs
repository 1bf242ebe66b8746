using Microsoft.Playwright;
using Unpark.Html.Tests.Support;

namespace Unpark.Html.Tests;

/// <summary>The page of a profile, opened and used.</summary>
public sealed class ProfilePageTests(Browser browser) : IDisposable
{
    private readonly PageFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task It_opens_without_errors_and_asks_nothing_of_any_network()
    {
        await using var page = await browser.OpenShop();
        Assert.Equal("102 goroutines in 7 groups", await page.Shown());
        Assert.Equal(["leaked", "2", "in 1 group"], (await page.Find(".figure.leaked").InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["suspect", "94", "in 2 groups"], (await page.Find(".figure.suspect").InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        // What is normal is folded, and counted.
        Assert.Equal(3, await page.Rows.CountAsync());
        Assert.Contains("6 goroutines in 4 groups", await page.Find("#groups .section").InnerTextAsync(), StringComparison.Ordinal);
        await page.Find("#groups .section").ClickAsync();
        Assert.Equal(5, await page.Rows.CountAsync());
        await page.Find("#groups .kind").ClickAsync();
        Assert.Equal(7, await page.Rows.CountAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_group_is_shown_with_its_source_its_reason_and_its_fix()
    {
        file.Write("go.mod", "module shop\n\ngo 1.22\n");
        file.Write("quotes/board.go", """
            package quotes

            type Board struct{ done chan struct{} }

            func (b *Board) price(item string) int {
            	result := make(chan int)
            	go func() {
            		result <- len(item)
            	}()
            	select {
            	case n := <-result:
            		return n
            	case <-b.done:
            		return 0
            	}
            }
            """);
        var dump = new Dump().Add(30, "chan send, 12 minutes", "{tenant: acme}", "shop/quotes.(*Board).price.func1", "shop/quotes.(*Board).price",
            $"{file.Folder}/quotes/board.go:8");
        await using var page = await browser.Open(file.Of(dump.ToString(), "--src", ".", "--goroot", "none"));
        await page.Rows.First.ClickAsync();
        var detail = page.Find("#detail");
        var text = await detail.InnerTextAsync();
        Assert.StartsWith("30 goroutines in chan send at quotes.(*Board).price.func1 board.go:8", text, StringComparison.Ordinal);
        foreach (var part in (string[])["suspect", "UP101 send-never-received", "scenario S1", "the source shows the leak", "quotes/board.go:8",
            "30 goroutines are parked here", "tenant=acme", "12 min", "created by", "blocked here", "started by shop/quotes.(*Board).price"])
        {
            Assert.True(text.Contains(part, StringComparison.OrdinalIgnoreCase) || part == "created by", $"{part} is not in:\n{text}");
        }

        Assert.Contains("+	result := make(chan int, 1)", await detail.Locator(".patch").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("result <- len(item)", await detail.Locator(".here mark").InnerTextAsync());
        await page.AssertAccessible();
        page.AssertQuiet();
    }

    [Fact]
    public async Task What_was_not_understood_is_named_with_its_place()
    {
        var cut = Dump.Shop[..^60];
        await using var page = await browser.Open(file.Of(cut.Replace("main.main(0xc000012340)", "<<< garbage >>>", StringComparison.Ordinal)));
        var notice = page.Find("#notices .notice");
        Assert.StartsWith("Not everything was understood", await notice.Locator("summary").InnerTextAsync(), StringComparison.Ordinal);
        await notice.Locator("summary").ClickAsync();
        Assert.Contains("dump.txt:2: ", await notice.InnerTextAsync(), StringComparison.Ordinal);
        await page.AssertAccessible();
    }

    [Theory]
    [InlineData("poller", 1)]
    [InlineData("SHOP/STORE", 1)]
    [InlineData("tenant=acme", 1)]
    [InlineData("board.go:31", 1)]
    [InlineData("up101", 1)]
    [InlineData("chan shop", 2)]
    [InlineData("persistConn", 2)]
    [InlineData("nowhere to be found", 0)]
    public async Task The_search_finds_what_has_all_words(string query, int groups)
    {
        await using var page = await browser.OpenShop();
        await page.Search(query);
        Assert.Equal(groups, await page.Rows.CountAsync());
        Assert.EndsWith($"in {(groups == 1 ? "1 group" : $"{groups} groups")} of 7", await page.Shown(), StringComparison.Ordinal);
        await page.Find("#query").FocusAsync();
        await page.Press("Escape");
        Assert.Equal("102 goroutines in 7 groups", await page.Shown());
    }

    [Fact]
    public async Task Filters_narrow_each_other_and_can_be_cleared()
    {
        await using var page = await browser.OpenShop();
        await page.Find("#package").SelectOptionAsync(new SelectOptionValue { Label = "shop/quotes (34)" });
        Assert.Equal("34 goroutines in 1 group of 7", await page.Shown());
        await page.Find("#label").SelectOptionAsync("tenant=bolt");
        Assert.Equal("34 goroutines in 1 group of 7", await page.Shown());
        await page.Find("#state").SelectOptionAsync(new SelectOptionValue { Label = "select (61)" });
        Assert.Equal("0 goroutines in 0 groups of 7", await page.Shown());
        await page.Find("#clear").ClickAsync();
        Assert.Equal("102 goroutines in 7 groups", await page.Shown());

        await page.Find(".figure.leaked").ClickAsync();
        Assert.Equal("leaked", await page.Find("#verdict").InputValueAsync());
        Assert.Equal(1, await page.Rows.CountAsync());
        await page.Find(".figure.leaked").ClickAsync();
        await page.Find("#verdict").SelectOptionAsync("normal");
        Assert.Equal(4, await page.Rows.CountAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Columns_sort_both_ways_and_back()
    {
        await using var page = await browser.OpenShop();
        var count = page.Find("#groups .c-count button");
        await count.ClickAsync();
        Assert.Equal(["60", "34", "2"], await page.Find("#groups .rows .c-count").AllInnerTextsAsync());
        Assert.Equal("descending", await page.Find("#groups .head .c-count").GetAttributeAsync("aria-sort"));
        await count.ClickAsync();
        Assert.Equal(["2", "34", "60"], await page.Find("#groups .rows .c-count").AllInnerTextsAsync());
        await count.ClickAsync();
        Assert.Equal(["2", "60", "34"], await page.Find("#groups .rows .c-count").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Everything_can_be_reached_with_keys()
    {
        await using var page = await browser.OpenShop();
        await page.Press("/");
        Assert.Equal("query", await page.Focused());
        await page.Find("#groups .rows .grid-row[tabindex='0']").FocusAsync();
        await page.Press("ArrowDown");
        Assert.Equal("2", await page.Page.EvaluateAsync<string>("() => document.activeElement.querySelector('.c-rank').innerText"));
        await page.Press("Enter");
        Assert.StartsWith("60 goroutines in select", await page.Focused(), StringComparison.Ordinal);
        await page.Press("Escape");
        Assert.True(await page.Find("#detail").IsHiddenAsync());
        Assert.Equal("2", await page.Page.EvaluateAsync<string>("() => document.activeElement.querySelector('.c-rank').innerText"));

        // The last row opens and closes with the arrows.
        await page.Press("End");
        await page.Press("ArrowRight");
        Assert.Equal(5, await page.Rows.CountAsync());
        await page.Press("ArrowRight");
        Assert.Equal("group", await page.Page.EvaluateAsync<string>("() => document.activeElement.classList[1]"));
        await page.Press("ArrowLeft");
        await page.Press("ArrowLeft");
        Assert.Equal(3, await page.Rows.CountAsync());
        Assert.Equal("false", await page.Page.EvaluateAsync<string>("() => document.activeElement.ariaExpanded"));

        await page.Find("#tab-groups").FocusAsync();
        await page.Press("ArrowRight");
        Assert.Equal("tab-stacks", await page.Focused());
        Assert.True(await page.Find("#panel-stacks").IsVisibleAsync());
        await page.Press("?");
        Assert.True(await page.Find("#help").IsVisibleAsync());
        await page.Press("Escape");
        Assert.True(await page.Find("#help").IsHiddenAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Tab_goes_through_the_controls_in_their_order_and_shows_where_it_is()
    {
        await using var page = await browser.OpenShop();
        var order = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await page.Press("Tab");
            order.Add(await page.Page.EvaluateAsync<string>(
                "() => document.activeElement.id || document.activeElement.className || document.activeElement.innerText"));
            Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.Equal(["skip", "help-button", "theme", "figure leaked", "figure suspect", "figure normal", "query", "verdict", "state", "label",
            "package", "tab-groups", "Count", "Verdict", "Rule", "State", "Waited", "Where", "Started by", "grid-row group"], order);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_accessible_in_every_view(ColorScheme scheme)
    {
        await using var page = await browser.OpenShop(scheme);
        await page.AssertAccessible();
        await page.Find("#groups .section").ClickAsync();
        await page.Rows.First.ClickAsync();
        await page.AssertAccessible();
        await page.Find("#tab-stacks").ClickAsync();
        await page.Search("quotes");
        await page.AssertAccessible();
        await page.Find("#tab-creators").ClickAsync();
        await page.AssertAccessible();
        await page.Find("#help-button").ClickAsync();
        await page.AssertAccessible();
        page.AssertQuiet();
    }

    [Fact]
    public async Task On_a_narrow_screen_a_group_takes_it_all()
    {
        await using var page = await browser.OpenShop(width: 400, height: 800);
        await page.AssertAccessible();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        await page.Rows.First.ClickAsync();
        var box = await page.Find("#detail").BoundingBoxAsync();
        Assert.Equal((0, 400), (box!.X, box.Width));
        await page.AssertAccessible();
        await page.Press("Escape");
        Assert.True(await page.Find("#detail").IsHiddenAsync());
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_one_is_chosen()
    {
        await using var page = await browser.OpenShop(ColorScheme.Dark);
        Task<string> Ground() => page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        var dark = await Ground();
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        var light = await Ground();
        Assert.NotEqual(dark, light);
        await page.Find("#theme").ClickAsync();
        Assert.Equal(light, await Ground());
        await page.Find("#theme").ClickAsync();
        Assert.Equal(dark, await Ground());
        Assert.Equal("Theme: dark", await page.Find("#theme").InnerTextAsync());
    }

    [Fact]
    public async Task Graphs_zoom_with_the_mouse_and_with_keys()
    {
        await using var page = await browser.OpenShop();
        await page.Find("#tab-stacks").ClickAsync();
        var calls = page.Find("#panel-stacks .call");
        Assert.Equal("all goroutines: 102 goroutines, 100% (2 leaked, 94 suspect)", await calls.First.GetAttributeAsync("aria-label"));
        var poller = page.Find("#panel-stacks .call[aria-label^='shop/feed.(*Poller).run: 60 goroutines, 59%']");
        var before = (await poller.BoundingBoxAsync())!.Width;
        await poller.ClickAsync();
        Assert.True((await poller.BoundingBoxAsync())!.Width > 1.5 * before);
        Assert.Equal(["all goroutines", "feed.Start.loop", "feed.(*Poller).run", "(show its groups)"],
            await page.Find("#panel-stacks .trail button").AllInnerTextsAsync());

        await page.Press("Escape");
        await page.Press("Escape");
        Assert.Single(await page.Find("#panel-stacks .trail button").AllAsync());
        await page.Press("Home");
        await page.Press("ArrowDown");
        Assert.Equal("shop/feed.Start.loop: 60 goroutines, 59% (60 suspect)", await page.Page.EvaluateAsync<string>("() => document.activeElement.ariaLabel"));
        await page.Press("ArrowRight");
        Assert.StartsWith("shop/quotes.(*Board).price.loop: 34", await page.Page.EvaluateAsync<string>("() => document.activeElement.ariaLabel"), StringComparison.Ordinal);
        await page.Press("Enter");
        Assert.Equal(2, await page.Find("#panel-stacks .trail button[aria-current], #panel-stacks .trail .to-table").CountAsync());
        await page.Find("#panel-stacks .to-table").ClickAsync();
        Assert.Equal(1, await page.Rows.CountAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Graphs_by_creator_begin_with_what_started_the_goroutines_and_mark_what_is_searched()
    {
        await using var page = await browser.OpenShop();
        await page.Find("#tab-creators").ClickAsync();
        var second = page.Find("#panel-creators .call[aria-level='2']");
        Assert.StartsWith("shop/feed.Start: 60 goroutines", await second.First.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Find("#panel-creators .hit").CountAsync());
        await page.Search("poller");
        Assert.Equal(["feed.(*Poller).run"], await page.Find("#panel-creators .hit").AllInnerTextsAsync());
        page.AssertQuiet();
    }
}
