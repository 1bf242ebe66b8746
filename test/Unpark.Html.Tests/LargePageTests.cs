using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unpark.Html.Tests.Support;

namespace Unpark.Html.Tests;

/// <summary>A page of 100,000 different stacks is as usable as one of ten.</summary>
public sealed class LargePageTests(Browser browser, ITestOutputHelper output) : IDisposable
{
    private const int Stacks = 100_000;

    private readonly PageFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task It_opens_filters_and_zooms_without_delay()
    {
        var path = file.Of(Write(), "--src", "none");
        Assert.InRange(new FileInfo(path).Length, 1 << 20, 40 << 20);
        var clock = Stopwatch.StartNew();
        await using var page = await browser.Open(path);
        Check("open", 10_000);
        Assert.Equal("100,000 goroutines in 100,000 groups", await page.Shown());

        await page.Rows.First.FocusAsync();
        await page.Press("End");
        Assert.Equal(1, await page.Find("#groups .rows .grid-row:focus[aria-rowindex='100002']").CountAsync());
        Check("go to the end", 5_000);
        // Only what is in sight exists.
        Assert.InRange(await page.Find("#groups .rows > *").CountAsync(), 10, 100);

        await page.Search("step77 level3");
        Check("search", 5_000);
        Assert.EndsWith("of 100,000", await page.Shown(), StringComparison.Ordinal);
        Assert.NotEqual("0 goroutines in 0 groups of 100,000", await page.Shown());
        await page.Find("#state").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "select (20,000)" });
        Check("filter", 5_000);
        await page.Find("#clear").ClickAsync();

        await page.Find("#tab-stacks").ClickAsync();
        await page.Find("#panel-stacks .call").First.WaitForAsync();
        Check("graph by stack", 5_000);
        Assert.InRange(await page.Find("#panel-stacks .icicle > *").CountAsync(), 10, 6_000);
        await page.Find("#panel-stacks .call[aria-level='2']").First.ClickAsync();
        Check("zoom", 3_000);
        await page.Find("#tab-creators").ClickAsync();
        await page.Find("#panel-creators .call").First.WaitForAsync();
        Check("graph by creator", 6_000);
        page.AssertQuiet();

        // The bounds are generous: they are for a busy machine. What it takes is in the output.
        void Check(string what, int most)
        {
            output.WriteLine($"{what}: {clock.ElapsedMilliseconds} ms");
            Assert.InRange(clock.ElapsedMilliseconds, 0, most);
            clock.Restart();
        }
    }

    private static string Write()
    {
        string[] states = ["chan receive", "select", "IO wait", "sync.Mutex.Lock", "chan send"];
        var text = new StringBuilder();
        for (var i = 0; i < Stacks; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"goroutine {i + 1} [{states[i % states.Length]}, {i % 4} minutes]:\n");
            var path = i;
            for (var level = 4; level >= 0; level--, path /= 6)
            {
                text.Append(CultureInfo.InvariantCulture, $"example.org/service/part{path % 30}.(*Handler).step{path % 1000}level{level}(0xc0)\n"
                    + $"\t/src/service/part{path % 30}/handler.go:{10 + level + (path % 500)} +0x40\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"created by example.org/service/part{i % 30}.Start in goroutine 1\n\t/src/service/part{i % 30}/start.go:{i % 50} +0x1b\n\n");
        }

        return text.ToString();
    }
}
