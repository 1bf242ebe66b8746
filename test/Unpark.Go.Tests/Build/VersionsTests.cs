using CsCheck;
using Unpark.Go.Build;

namespace Unpark.Go.Tests.Build;

public sealed class VersionsTests
{
    // Each is below the next; the lists follow the Semantic Versioning specification, section 11, and internal/gover.
    private static readonly string[] Modules =
    [
        "", "v0.0.0-00010101000000-000000000000", "v0.0.0-20200101000000-abcdefabcdef", "v0.0.0", "v0.0.1-pre",
        "v0.0.1", "v0.9.0", "v0.10.0", "v1.0.0-alpha", "v1.0.0-alpha.1", "v1.0.0-alpha.beta", "v1.0.0-beta",
        "v1.0.0-beta.2", "v1.0.0-beta.11", "v1.0.0-rc.1", "v1.0.0", "v1.0.1-0.20200101000000-abcdefabcdef",
        "v1.2.3+incompatible", "v2.0.0", "v10.0.0", "v99999999999999999999999.0.0",
    ];

    private static readonly string[] Go =
        ["", "1", "1.5", "1.9beta1", "1.9", "1.10", "1.20rc1", "1.20", "1.20.1", "1.21", "1.21rc1", "1.21.0", "1.21.1",
            "1.22", "1.27.3", "2"];

    [Fact]
    public void Versions_of_modules_are_in_semantic_order() => AssertOrder(Modules, Versions.CompareSemantic);

    [Fact]
    public void Versions_of_Go_are_in_their_own_order() => AssertOrder(Go, Versions.CompareGo);

    [Theory]
    [InlineData("v1", true)]
    [InlineData("v1.2", true)]
    [InlineData("v1.2.3-x.y+z", true)]
    [InlineData("1.2.3", false)]
    [InlineData("v01.2.3", false)]
    [InlineData("v1.2.3-", false)]
    [InlineData("v1.2.3.4", false)]
    public void Semantic_versions_are_recognized(string version, bool valid) =>
        Assert.Equal(valid, Versions.IsSemantic(version));

    [Fact]
    public void Comparing_any_text_is_an_order() => Gen.Select(Gen.String, Gen.String).Sample((x, y) =>
        Math.Sign(Versions.CompareSemantic(x, y)) == -Math.Sign(Versions.CompareSemantic(y, x))
        && Math.Sign(Versions.CompareGo(x, y)) == -Math.Sign(Versions.CompareGo(y, x)));

    private static void AssertOrder(string[] versions, Func<string, string, int> compare)
    {
        for (var i = 0; i < versions.Length; i++)
        {
            for (var j = 0; j < versions.Length; j++)
            {
                Assert.True(
                    Math.Sign(compare(versions[i], versions[j])) == Math.Sign(i.CompareTo(j)),
                    $"{versions[i]} and {versions[j]}");
            }
        }
    }
}
