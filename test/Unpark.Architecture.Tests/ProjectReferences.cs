using System.Xml.Linq;

namespace Unpark.Architecture.Tests;

/// <summary>Arrows between projects point one way (ARCHITECTURE.md, "Invariants").</summary>
public sealed class ProjectReferences
{
    [Theory]
    [InlineData("Unpark.Go")]
    [InlineData("Unpark.Flow", "Unpark.Go")]
    [InlineData("Unpark.Explorer", "Unpark.Flow")]
    [InlineData("Unpark.Analysis", "Unpark.Flow")]
    [InlineData("Unpark.Profiles")]
    [InlineData("Unpark.Diagnosis", "Unpark.Analysis", "Unpark.Profiles")]
    [InlineData("Unpark.GoTest", "Unpark.Go", "Unpark.Profiles")]
    [InlineData("Unpark.Cli", "Unpark.Diagnosis", "Unpark.Explorer", "Unpark.GoTest")]
    public void A_project_refers_to_what_is_left_of_it_only(string project, params string[] expected)
    {
        Assert.Equal(expected, References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension));
    }

    [Theory]
    [InlineData("Unpark.Go")]
    [InlineData("Unpark.Flow")]
    [InlineData("Unpark.Explorer")]
    [InlineData("Unpark.Analysis")]
    [InlineData("Unpark.Diagnosis")]
    [InlineData("Unpark.GoTest")]
    public void A_library_needs_no_package(string project)
    {
        Assert.Empty(References(project, "PackageReference"));
    }

    [Fact]
    public void Profiles_are_read_with_the_base_library_and_zstd()
    {
        Assert.Equal(["ZstdSharp.Port"], References("Unpark.Profiles", "PackageReference"));
    }

    [Fact]
    public void Every_source_project_is_listed_here()
    {
        var projects = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName);

        Assert.Equal(["Unpark.Analysis", "Unpark.Cli", "Unpark.Diagnosis", "Unpark.Explorer", "Unpark.Flow", "Unpark.Go",
            "Unpark.GoTest", "Unpark.Profiles"], projects.Order());
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(reference => (string)reference.Attribute("Include")!);
}
