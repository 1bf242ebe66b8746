using System.Diagnostics;
using Microsoft.Playwright;
using Unpark.Html.Tests.Support;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Unpark.Html.Tests.Support;

/// <summary>One headless Chromium for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly PageFile file = new();
    private readonly Lazy<string> shop;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Browser() => shop = new Lazy<string>(() => file.Of(Dump.Shop));

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindChromium(),
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.CloseAsync();
        }

        playwright?.Dispose();
        file.Dispose();
    }

    /// <summary>Opens a page that lies on the disk, and waits until it shows its data.</summary>
    internal async Task<OpenPage> Open(string path, ColorScheme scheme = ColorScheme.Light, int width = 1400, int height = 900)
    {
        var context = await chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        return await OpenPage.Open(context, path);
    }

    /// <summary>Opens the page of <see cref="Dump.Shop"/>, which is made once.</summary>
    internal Task<OpenPage> OpenShop(ColorScheme scheme = ColorScheme.Light, int width = 1400, int height = 900)
        => Open(shop.Value, scheme, width, height);

    private static string FindChromium()
    {
        using var process = Process.Start(new ProcessStartInfo(Repository.File("eng", "get-chromium")) { RedirectStandardOutput = true })!;
        var path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, "eng/get-chromium has no Chromium for the tests");
        return path;
    }
}
