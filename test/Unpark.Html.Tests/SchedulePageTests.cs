using Microsoft.Playwright;
using Unpark.Html.Tests.Support;

namespace Unpark.Html.Tests;

/// <summary>The page of schedules.</summary>
public sealed class SchedulePageTests(Browser browser) : IDisposable
{
    private readonly PageFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task It_shows_the_goroutines_of_a_schedule_and_the_code_of_its_steps()
    {
        await using var page = await Open();
        Assert.Equal(["0 main\nblocked for ever", "1 transfer\nblocked for ever"], await page.Find(".lane-name").AllInnerTextsAsync());
        Assert.Equal(2, await page.Find(".act.blocked").CountAsync());
        Assert.Equal(2, await page.Find(".picture .hold.kept").CountAsync());
        Assert.Equal(1, await page.Find(".picture .arrow.start").CountAsync());
        Assert.Contains("is held by goroutine", await page.Find("#story").InnerTextAsync(), StringComparison.Ordinal);

        await page.Find(".step").First.ClickAsync();
        Assert.Equal("true", await page.Find(".step").First.GetAttributeAsync("aria-selected"));
        Assert.Contains("transfer(a, b)", await page.Find("#code .here").InnerTextAsync(), StringComparison.Ordinal);
        page.AssertQuiet();
    }

    [Fact]
    public async Task Keys_go_from_step_to_step_and_from_leak_to_leak()
    {
        await using var page = await Open();
        await page.Find(".step").First.ClickAsync();
        await page.Press("ArrowDown");
        Assert.Equal("true", await page.Find(".step").Nth(1).GetAttributeAsync("aria-selected"));
        await page.Press("End");
        Assert.Equal("true", await page.Find(".step").Last.GetAttributeAsync("aria-selected"));
        Assert.Equal("true", await page.Find(".leak").First.GetAttributeAsync("aria-pressed"));
        await page.Press("]");
        Assert.Equal("true", await page.Find(".leak").Nth(1).GetAttributeAsync("aria-pressed"));
        await page.Press("?");
        Assert.True(await page.Find("#help").IsVisibleAsync());
        page.AssertQuiet();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 1400)]
    [InlineData(ColorScheme.Dark, 420)]
    public async Task It_is_accessible(ColorScheme scheme, int width)
    {
        await using var page = await Open(scheme, width);
        await page.AssertAccessible();
        await page.Find("#help-button").ClickAsync();
        await page.AssertAccessible();
        page.AssertQuiet();
    }

    [Fact]
    public async Task Nothing_found_is_a_page_too()
    {
        file.Write("main.go", "package main\n\nfunc main() {}\n");
        file.Write("go.mod", "module shop\n\ngo 1.22\n");
        await using var page = await browser.Open(file.Run("explore"));
        Assert.Contains("No goroutine blocks for ever", await page.Find("#sequence").InnerTextAsync(), StringComparison.Ordinal);
        await page.AssertAccessible();
        page.AssertQuiet();
    }

    private Task<OpenPage> Open(ColorScheme scheme = ColorScheme.Light, int width = 1400)
    {
        file.Write("go.mod", "module shop\n\ngo 1.22\n");
        file.Write("main.go", """
            package main

            import "sync"

            type account struct{ mu sync.Mutex }

            func transfer(from, to *account) {
            	from.mu.Lock()
            	defer from.mu.Unlock()
            	to.mu.Lock()
            	defer to.mu.Unlock()
            }

            func main() {
            	a, b := &account{}, &account{}
            	go transfer(a, b)
            	transfer(b, a)
            }
            """);
        return browser.Open(file.Run("explore"), scheme, width);
    }
}
