using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Kernels.Editing;

namespace Unpark.Kernels;

/// <summary>
/// The programs that a Go installation tests its leak profile with
/// (<c>GOROOT/src/runtime/testdata/testgoroutineleakprofile</c>), with what its test expects of them and a fixed twin of each.
/// </summary>
public sealed class KernelSet
{
    private readonly Dictionary<string, Kernel> byName;

    private KernelSet(ImmutableArray<Kernel> kernels)
    {
        Kernels = kernels;
        byName = kernels.ToDictionary(k => k.Name, StringComparer.Ordinal);
    }

    /// <summary>The kernels that Go's test runs, in its order.</summary>
    public ImmutableArray<Kernel> Kernels { get; }

    /// <summary>The files that have them.</summary>
    public IEnumerable<KernelFile> Files => Kernels.Select(k => k.File).Distinct();

    /// <summary>The kernel of a name.</summary>
    public Kernel this[string name] =>
        byName.GetValueOrDefault(name) ?? throw new KernelException($"Go's test runs no kernel {name}");

    /// <summary>Reads the kernels of a Go installation, 1.27 or later, that has its source.</summary>
    /// <param name="goroot">Its folder.</param>
    /// <exception cref="KernelException">They are not there, or are not what is expected.</exception>
    public static KernelSet Load(string goroot)
    {
        var runtime = Path.Combine(goroot, "src", "runtime");
        var folder = Path.Combine(runtime, "testdata", "testgoroutineleakprofile");
        var test = Path.Combine(runtime, "goroutineleakprofile_test.go");
        if (!System.IO.File.Exists(test) || !Directory.Exists(folder))
        {
            throw new KernelException($"{goroot} has no kernels: Go 1.27 or later with its source is needed");
        }

        // Two programs: goker has names of its own.
        var small = FilesByFunction(folder);
        var goker = FilesByFunction(Path.Combine(folder, "goker"));
        var kernels = ImmutableArray.CreateBuilder<Kernel>();
        foreach (var expected in Expectations.Read(test))
        {
            var files = expected.Suite == KernelSuite.GoKer ? goker : small;
            if (!files.TryGetValue(expected.Name, out var file))
            {
                throw new KernelException($"{folder}: no file has the function {expected.Name} of {test}");
            }

            kernels.Add(new Kernel(expected.Name, expected.Suite, expected.IsFlaky, expected.Leaks, file, Twin.Of(expected.Name)));
        }

        foreach (var group in kernels.GroupBy(k => k.File))
        {
            group.Key.Kernels = [.. group];
        }

        if (Twin.Names.Except(kernels.Select(k => k.Name)).FirstOrDefault() is { } lost)
        {
            throw new KernelException($"Twins/{lost}.edit: Go's test runs no such kernel");
        }

        return new KernelSet(kernels.ToImmutable());
    }

    private static Dictionary<string, KernelFile> FilesByFunction(string folder)
    {
        var support = Path.Combine(folder, "main.go");
        var found = new Dictionary<string, KernelFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.go").Where(p => p != support).Order(StringComparer.Ordinal))
        {
            var file = new KernelFile(path, support);
            foreach (var function in file.Tree.Root.Decls.OfType<FuncDecl>().Where(f => f.Recv is null))
            {
                found.TryAdd(function.Name.Name, file);
            }
        }

        return found;
    }
}
