using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Types;

public sealed class TypesConformanceTests
{
    [Fact]
    public void Facts_about_a_part_of_the_standard_library_are_those_of_go_types()
    {
        // The whole of it is compared by bench/Unpark.Conformance.
        string[] patterns =
        [
            "errors", "io", "io/fs", "unicode/utf8", "strings", "strconv", "sort", "slices", "maps", "iter", "sync/...",
            "context", "time", "fmt", "math/...", "container/...", "encoding/json/...", "text/template", "unique", "weak",
            "go/types", "go/constant", "net/http", "internal/concurrent", "internal/sync", "database/sql", "reflect",
        ];
        using var oracle = new TypesOracle(TypesOracle.FindRepository());
        using var report = new StringWriter();
        var run = oracle.Run(new TypesGroup("part", patterns, false), ["-tests"], report, 50);
        Assert.True(run.Tally.IsPerfect, report.ToString());
        Assert.InRange(run.Tally.Packages, 50, int.MaxValue);
        Assert.Equal(0, run.Tally.WithErrors);
    }
}
