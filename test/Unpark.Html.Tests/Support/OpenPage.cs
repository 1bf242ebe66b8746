using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Unpark.Html.Tests.Support;

/// <summary>A page in the browser, and what it did that no page of ours may do.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> faults = [];

    private OpenPage(IBrowserContext context, IPage page, string url)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        context.Request += (_, request)
            => Note(request.Url != url && !request.Url.StartsWith("data:", StringComparison.Ordinal), $"request: {request.Url}");
    }

    public IPage Page { get; }

    public static async Task<OpenPage> Open(IBrowserContext context, string path)
    {
        var url = new Uri(path).AbsoluteUri;
        var opened = new OpenPage(context, await context.NewPageAsync(), url);
        opened.Page.SetDefaultTimeout(15_000);
        await opened.Page.GotoAsync(url);
        await opened.Page.Locator("html[data-ready]").WaitForAsync();
        return opened;
    }

    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>The rows of the table that are in sight.</summary>
    public ILocator Rows => Page.Locator("#groups .rows .group");

    /// <summary>What the line above the table says.</summary>
    public Task<string> Shown() => Page.Locator("#shown").InnerTextAsync();

    public Task Press(string keys) => Page.Keyboard.PressAsync(keys);

    /// <summary>The id, or else the text, of what has the focus.</summary>
    public Task<string> Focused()
        => Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.innerText || document.activeElement.ariaLabel");

    /// <summary>Types into the search and waits until it counts.</summary>
    public async Task Search(string query)
    {
        await Page.FillAsync("#query", query);
        await Page.WaitForFunctionAsync("query => query === '' || !document.getElementById('clear').disabled", query);
    }

    public async Task AssertAccessible()
    {
        var result = await Page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(v
            => $"{v.Id}: {v.Help}: {string.Join(' ', v.Nodes.Take(3).Select(n => n.Html + " " + string.Join(' ', n.Any.Select(a => a.Message))))}")));
    }

    /// <summary>No error was logged or thrown, and nothing was asked of any network.</summary>
    public void AssertQuiet() => Assert.Empty(faults);

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            faults.Enqueue(text);
        }
    }
}
