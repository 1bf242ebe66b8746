using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>
/// The overlay that makes a program tell of its goroutines: while it runs, over a socket, and when <c>main</c> returns, in a
/// file. Its sources stay as they are, and so do their lines.
/// </summary>
public static class ProgramOverlay
{
    /// <summary>Makes the overlay of a program.</summary>
    /// <param name="package">The package of the program, as the go command takes it: <c>./cmd/server</c>.</param>
    /// <param name="workingFolder">The folder to resolve that in.</param>
    /// <param name="folder">Where overlays are kept.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The file to name with <c>-overlay</c>.</returns>
    /// <exception cref="GoTestException">There is no such package, or it is no program.</exception>
    public static string Create(string package, string workingFolder, string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        var lines = List(package, workingFolder, cancellation);
        if (lines is not ["main", var home, .. var names])
        {
            throw new GoTestException($"{package} is no program: its package is called {(lines.Length > 0 ? lines[0] : "nothing")}, not main");
        }

        try
        {
            foreach (var path in names.Select(n => Path.Combine(home, n)))
            {
                var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
                if (tree.Root.Decls.OfType<FuncDecl>().FirstOrDefault(f => f is { Recv: null, Name.Name: "main" }) is not { Body: { } body })
                {
                    continue;
                }

                var insertions = new SourceInsertions(tree);
                insertions.Insert(body.Lbrace + 1, " unparkBegin(); defer unparkFinish();");
                insertions.Append(TestOverlay.Resource("main.go"));
                return OverlayFolder.Write(new(StringComparer.Ordinal) { [path] = insertions.Apply() }, [], folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoTestException($"the files for the leak check could not be made: {e.Message}", e);
        }

        throw new GoTestException($"{package} has no func main");
    }

    private static string[] List(string package, string folder, CancellationToken cancellation)
    {
        const string Format = "{{.Name}}\n{{.Dir}}{{range .GoFiles}}\n{{.}}{{end}}{{range .CgoFiles}}\n{{.}}{{end}}";
        var (exitCode, output, errors) = GoCommand.Capture("go", ["list", "-f", Format, "--", package], folder, cancellation);
        return exitCode == 0 ? output.TrimEnd('\n').Split('\n') : throw new GoTestException($"go list {package}: {errors.Trim()}");
    }
}
