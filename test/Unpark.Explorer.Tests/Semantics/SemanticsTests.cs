namespace Unpark.Explorer.Tests.Semantics;

/// <summary>Small programs do the same under the interpreter as under Go.</summary>
public sealed class SemanticsTests(SnippetModule module) : IClassFixture<SnippetModule>
{
    public static TheoryData<string> Names => [.. SnippetModule.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_what_Go_does(string name) => Assert.Equal(module.UnderGo(name), module.Interpreted(name));
}
