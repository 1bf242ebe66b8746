using Unpark.Html.Tests.Support;

namespace Unpark.Html.Tests;

/// <summary>Names come from outside: they are shown, and nothing else.</summary>
public sealed class HostileInputTests(Browser browser) : IDisposable
{
    private const string Attack = "</script><script>document.title='broken'</script><img src=x onerror=document.title='broken'>";

    private readonly PageFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Nothing_breaks_out_of_the_data()
    {
        var dump = new Dump().Add(60, "chan send", $"{{\"{Attack}\": \"<!--{Attack}\", \"{{{{script}}}}\": \"]]>\"}}", $"shop/{Attack}.send", $"shop/{Attack}.start", $"/src/{Attack}.go:1")
            .ToString().Replace("(0xc000012340)", "()", StringComparison.Ordinal);
        var path = file.Of(dump);
        var source = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Attack, source, StringComparison.Ordinal);
        Assert.Equal(2, source.Split("</script>").Length - 1);

        await using var page = await browser.Open(path);
        Assert.Equal("60 goroutines in 1 group", await page.Shown());
        await page.Rows.First.ClickAsync();
        var detail = await page.Find("#detail").InnerTextAsync();
        Assert.Contains(Attack, detail, StringComparison.Ordinal);
        await page.Find("#tab-stacks").ClickAsync();
        await page.Find("#tab-creators").ClickAsync();
        Assert.Equal("dump.txt: goroutines", await page.Page.TitleAsync());
        Assert.Equal(0, await page.Find("img").CountAsync());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Only_the_scripts_and_styles_of_the_page_itself_run()
    {
        await using var page = await browser.OpenShop();
        var policy = await page.Find("meta[http-equiv='Content-Security-Policy']").GetAttributeAsync("content");
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        // A script of somebody else's in the page is refused.
        Assert.Equal("undefined", await page.Page.EvaluateAsync<string>(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return typeof window.ran; }"));
    }

    [Theory]
    [InlineData("/dev/full", "could not write /dev/full: ")]
    [InlineData("nowhere/page.html", "could not write nowhere/page.html: there is no folder ")]
    public void A_page_that_cannot_be_written_is_said_and_exits_with_2(string target, string message)
    {
        Assert.SkipWhen(target == "/dev/full" && !File.Exists(target), "there is no /dev/full here");
        file.Write("dump.txt", Dump.Shop);
        var result = UnparkProcess.Run(file.Folder, "profile", "dump.txt", "--html", target);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"unpark: {message}", result.Error, StringComparison.Ordinal);
        Assert.Contains("102 goroutines", result.Output, StringComparison.Ordinal);
        Assert.Equal(["dump.txt"], Directory.GetFileSystemEntries(file.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Several_formats_are_written_at_once()
    {
        file.Write("dump.txt", Dump.Shop);
        var result = UnparkProcess.Run(file.Folder, "profile", "dump.txt", "--format", "csv", "--format", "json=a.json", "--format", "html=b.html", "--html", "c.html");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("count,verdict", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("{", File.ReadAllText(Path.Combine(file.Folder, "a.json")), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(file.Folder, "b.html")), File.ReadAllText(Path.Combine(file.Folder, "c.html")));
    }
}
