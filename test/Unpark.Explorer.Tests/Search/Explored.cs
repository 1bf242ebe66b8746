using System.Text;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Explorer.Tests.Search;

/// <summary>Explores functions of Go source.</summary>
internal static class Explored
{
    /// <summary>Explores a function of a file of a package p.</summary>
    public static ExplorationResult Function(string name, string source, ExplorationOptions? options = null) =>
        Function(name, source, "package q", options);

    /// <summary>Explores a function of a file of a package p, with the source of the standard library or with its declarations only.</summary>
    public static ExplorationResult Function(string name, string source, bool hasSource) =>
        Function(name, source, "package q", null, hasSource ? GoToolchain.Root : "");

    /// <summary>Explores a function of a file of a package p, which may import p/q.</summary>
    public static ExplorationResult Function(string name, string source, string imported, ExplorationOptions? options = null) =>
        Function(name, source, imported, options, GoToolchain.Root);

    /// <summary>Explores a function of a file of a package p, which may import p/q and p/r.</summary>
    public static ExplorationResult Function(string name, string source, string imported, string other) =>
        Function(name, source, imported, null, GoToolchain.Root, other);

    private static ExplorationResult Function(string name, string source, string imported, ExplorationOptions? options, string goRoot,
        string other = "package r")
    {
        var folder = Path.Combine(Path.GetTempPath(), "unpark-explored");
        var files = new SourceOverlay(new DiskFiles())
            .With(Path.Combine(folder, "go.mod"), Encoding.UTF8.GetBytes("module p\n\ngo 1.27\n"))
            .With(Path.Combine(folder, "p.go"), Encoding.UTF8.GetBytes(source))
            .With(Path.Combine(folder, "q", "q.go"), Encoding.UTF8.GetBytes(imported))
            .With(Path.Combine(folder, "r", "r.go"), Encoding.UTF8.GetBytes(other));
        var program = GoProgram.Load(new LoadOptions
        {
            Dir = folder,
            Files = files,
            Build = new BuildOptions { GoRoot = goRoot },
        });
        var package = new FlowPackage(program.Roots.Single().TypeCheck());
        var function = package.Functions.Single(f => f.Outer == null && f.Name == name);
        return new ProgramExplorer(program, package).Explore(function, options);
    }

    /// <summary>The leaks as <c>line: wait reason</c>, sorted.</summary>
    public static string[] Leaks(ExplorationResult result) =>
        [.. result.Leaks.Select(l => $"{l.Stack[0].Line}: {l.WaitReason}").Order(StringComparer.Ordinal)];
}
