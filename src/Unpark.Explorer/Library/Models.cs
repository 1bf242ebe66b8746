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
    private const string Scheme = "model:";

    /// <summary>The innermost instruction of a goroutine that is not in a model; of one that is in models alone, the innermost.</summary>
    public static SsaInstruction CallerOf(Goroutine goroutine)
    {
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            if (!frame.IsThunk && frame.Current.Source is var source && !IsIn(source.Block.Function.File))
            {
                return source;
            }
        }

        return goroutine.Top!.Current.Source;

        static bool IsIn(TypedFile? file) => file?.Tree.File.Path.StartsWith(Scheme, StringComparison.Ordinal) ?? false;
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
            .Select(n => SyntaxTree.Parse(new SourceFile(Scheme + n, Read(assembly, n))))
            .ToArray();
        if (trees.Length == 0)
        {
            return null;
        }

        var typed = TypedPackage.Create(new PackageSource(path, [.. trees], new Resolver(program)));
        typed.CheckBodies();
        return typed;
    }

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
