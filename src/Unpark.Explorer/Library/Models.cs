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

    private static readonly ILookup<string, string> Files = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Order(StringComparer.Ordinal).ToLookup(n => n.Replace('\\', '/') is var name ? name[..Math.Max(0, name.LastIndexOf('/'))] : "", StringComparer.Ordinal);

    /// <summary>True if there is a model of a package.</summary>
    public static bool Has(string path) => Files.Contains(path);

    /// <summary>True of a package that can be executed by its source where that is what is explored.</summary>
    public static bool IsOfSource(string path) => path is "context" or "os/exec" or "database/sql" || HasState(path);

    /// <summary>True of a package whose model has variables that change: what they lead to is shared by all that run its code.</summary>
    public static bool HasState(string path) => path is "net/http" or "net/http/httptest";

    /// <summary>The innermost instruction of a goroutine that is not in a model; of one that is in models alone, the innermost.</summary>
    public static SsaInstruction CallerOf(Goroutine goroutine)
    {
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            if (!frame.IsThunk && frame.Current.Source is var source && !IsIn(source))
            {
                return source;
            }
        }

        return goroutine.Top!.Current.Source;
    }

    /// <summary>The place outside of models at which a goroutine that is started is asked for.</summary>
    /// <param name="creator">Who starts it.</param>
    /// <param name="at">Where that one does.</param>
    public static SsaInstruction CallerOf(Goroutine creator, SsaInstruction at)
    {
        if (!IsIn(at))
        {
            return at;
        }

        for (var frame = creator.Top; frame != null; frame = frame.Caller)
        {
            if (!frame.IsThunk && !IsIn(frame.Current.Source))
            {
                return frame.Current.Source;
            }
        }

        return creator.StartedFor ?? at;
    }

    private static bool IsIn(SsaInstruction instruction) => instruction.Block.Function.File is { } file && IsModel(file.Tree.File);

    /// <summary>The model of a package, checked; null if there is none.</summary>
    public static TypedPackage? Load(GoProgram program, string path)
    {
        var trees = Files[path].Select(n => SyntaxTree.Parse(new SourceFile(Prefix + n, Read(Assembly.GetExecutingAssembly(), n)))).ToArray();
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
