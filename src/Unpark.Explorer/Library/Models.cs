using System.Reflection;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Functions of the standard library as they are executed here, written in Go with fewer steps that others can see than the
/// real ones have; the files in <c>Library/Models</c>, one folder a package. A function that is not in them is executed by its
/// own source. They declare the types of their package anew: what lies in memory is found by names.
/// </summary>
internal static class Models
{
    private const string Prefix = "model:";

    /// <summary>The innermost instruction of a goroutine that is not in a model; of one that is in models alone, the innermost.</summary>
    public static SsaInstruction CallerOf(Goroutine goroutine)
    {
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            if (!frame.IsThunk && frame.Current.Source is var source && !(source.Block.Function.File is { } file && IsModel(file.Tree.File)))
            {
                return source;
            }
        }

        return goroutine.Top!.Current.Source;
    }

    /// <summary>The model of a package, checked; null if there is none.</summary>
    public static TypedPackage? Load(GoProgram program, string path)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = path + "/";
        var trees = assembly.GetManifestResourceNames()
            .Where(n => n.Replace('\\', '/').StartsWith(prefix, StringComparison.Ordinal)
                && n.LastIndexOf('/') == prefix.Length - 1)
            .Order(StringComparer.Ordinal)
            .Select(n => SyntaxTree.Parse(new SourceFile(Prefix + n, Read(assembly, n))))
            .ToArray();
        if (trees.Length == 0)
        {
            return null;
        }

        var typed = TypedPackage.Create(new PackageSource(path, [.. trees], new Resolver(program)));
        typed.CheckBodies();
        return typed;
    }

    /// <summary>True of a file of a model.</summary>
    public static bool IsModel(SourceFile file) => file.Path.StartsWith(Prefix, StringComparison.Ordinal);

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class Resolver(GoProgram program) : IImportResolver
    {
        public Package? Resolve(string importPath) => program.Find(importPath)?.Typed.Package;
    }
}
