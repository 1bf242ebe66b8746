using Unpark.Go.Build;

namespace Unpark.Go.Tests.Build;

public sealed class PackagePatternsTests
{
    // The cases are those of cmd/internal/pkgpattern.
    [Theory]
    [InlineData("...", "foo", true)]
    [InlineData("net", "net", true)]
    [InlineData("net", "net/http", false)]
    [InlineData("net/...", "net", true)]
    [InlineData("net/...", "net/http", true)]
    [InlineData("net/...", "not/http", false)]
    [InlineData("net...", "netchan", true)]
    [InlineData("net.../http", "net/foo/http", true)]
    [InlineData("./...", "./vendor", true)]
    [InlineData("./...", "./vendor/foo", false)]
    [InlineData("./...", "./foo/vendor/bar", false)]
    [InlineData("./vendor/...", "./vendor/foo/vendor/bar", false)]
    [InlineData("./vendor/...", "./vendor/foo", true)]
    [InlineData("./vendor/...", "./vendor", true)]
    [InlineData("vendor/foo/...", "vendor/foo/bar", true)]
    [InlineData("vendor/foo/...", "vendor/foo/vendor/bar", false)]
    [InlineData("mycode/vendor/...", "mycode/vendor", true)]
    [InlineData("mycode/vendor/...", "mycode/vendor/foo", true)]
    [InlineData("x/vendor/y", "x/vendor/y", true)]
    [InlineData("x/vendor/y/...", "x/vendor/y", true)]
    [InlineData("x.../vendor/...", "x1/vendor/p", true)]
    [InlineData("x/.../vendor/...", "x/y/vendor/p/vendor/p", false)]
    [InlineData("a+b/...", "a+b/c", true)]
    [InlineData("a.b/...", "aXb/c", false)]
    public void Names_match_as_in_the_go_command(string pattern, string name, bool matches)
    {
        Assert.Equal(matches, PackagePatterns.IsMatch(pattern, name));
        if (matches)
        {
            Assert.True(PackagePatterns.CanMatchBelow(pattern, name));
        }
    }

    [Theory]
    [InlineData("", ".")]
    [InlineData("./", ".")]
    [InlineData("./x/../y", "./y")]
    [InlineData("./../x", "../x")]
    [InlineData("a//b/", "a/b")]
    [InlineData(@"a\b\...", "a/b/...")]
    public void Patterns_are_cleaned(string pattern, string clean) =>
        Assert.Equal(clean, PackagePatterns.Clean(pattern));
}
