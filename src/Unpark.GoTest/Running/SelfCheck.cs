using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>
/// Proves with a planted leak that leaks are found: a package of a folder of its own is tested with the user's Go and flags,
/// and its leak must come back with the test that planted it.
/// </summary>
public static class SelfCheck
{
    private const string Planted = """
        package selfcheck

        import "testing"

        func TestPlanted(t *testing.T) {
        	c := make(chan int)
        	go func() { c <- 1 }()
        }

        func TestOther(t *testing.T) {}
        """;

    // Flags that are about the user's own packages, or that run no test.
    private static readonly ImmutableHashSet<string> LeftOut = ImmutableHashSet.Create(StringComparer.Ordinal, "C", "run", "skip", "bench",
        "benchtime", "fuzz", "fuzztime", "list", "c", "n", "o", "json", "v", "overlay", "mod", "modfile", "coverpkg", "coverprofile",
        "cpuprofile", "memprofile", "blockprofile", "mutexprofile", "trace", "outputdir", "artifacts", "count");

    /// <summary>Makes the check.</summary>
    /// <param name="options">How tests are run; the packages do not matter.</param>
    /// <param name="go">The Go that is used.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why leaks are not found, in one line; null if they are.</returns>
    /// <exception cref="GoTestException">There is no go command, or no temporary folder can be made.</exception>
    public static string? Run(GoTestOptions options, GoEnvironment go, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(go);
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("unpark-selfcheck-");
            File.WriteAllText(Path.Combine(folder.FullName, "go.mod"), "module selfcheck.test\n\ngo 1.18\n");
            File.WriteAllText(Path.Combine(folder.FullName, "planted_test.go"), Planted);
            using var output = new StringWriter();
            var result = new GoTestRun(options with
            {
                Arguments = GoTestArguments.Parse([.. Flags(options.Arguments)]),
                Folder = folder.FullName,
                // The Go that the user's module asks for, and not what this one here might.
                GoRoot = go.GoRoot,
                Environment = [new("GO111MODULE", "on"), new("GOWORK", "off")],
            }).Run(output, output, cancellation);
            return Problem(result, output.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoTestException($"the planted leak could not be written: {e.Message}", e);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static IEnumerable<string> Flags(GoTestArguments arguments)
    {
        // GOFLAGS may say otherwise, as of the user's vendor folder.
        yield return "-mod=mod";
        yield return "-count=1";
        foreach (var (name, value) in arguments.Flags.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (!LeftOut.Contains(name))
            {
                yield return $"-{name}={value}";
            }
        }

        yield return ".";
    }

    private static string? Problem(GoTestResult result, string output)
    {
        if (result.Packages is not [{ HasReport: true } report])
        {
            var why = result.Packages.IsEmpty ? null : result.Packages[0].Problem;
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3);
            return $"{why ?? "the tests of a package with a planted leak did not run"}: {string.Join(" / ", lines)}";
        }

        var left = LeftBehind.Of(report);
        return left.IsEmpty ? "the planted leak was not found"
            : left.All(l => l.Test != "TestPlanted") ? "the planted leak was found, but not which test has planted it" : null;
    }

    private static void Delete(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(true);
        }
        catch (IOException)
        {
            // A process that was ended may still write there; the system clears it away.
        }
    }
}
