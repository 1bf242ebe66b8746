using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Go.Build;

namespace Unpark.Cli.Caching;

/// <summary>
/// Names all that the result of a package depends on: the tool, what is looked for, what is built for, the bytes of its
/// files, and the same of every package it imports, directly or not.
/// </summary>
internal sealed class PackageKeys
{
    // To be raised when what is stored changes its form.
    private const int Format = 1;

    private readonly GoProgram program;
    private readonly UInt128 common;
    private readonly HashSet<string> roots;
    private readonly Dictionary<string, UInt128?> ofImports = new(StringComparer.Ordinal);

    /// <summary>Makes one for a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="request">What is looked for.</param>
    /// <param name="tool">Which build of Unpark this is.</param>
    public PackageKeys(GoProgram program, CheckRequest request, UInt128 tool)
    {
        this.program = program;
        var context = program.Context;
        roots = [.. program.Roots.Select(r => r.Files.ImportPath)];
        common = AddOptions(new KeyBuilder().Add(Format).Add(tool), request.Analysis)
            .Add(context.GoOS)
            .Add(context.GoArch)
            .Add(context.CgoEnabled ? 1 : 0)
            .Add(context.GoVersion)
            .Add(context.GoRoot ?? "")
            .Key;
    }

    /// <summary>
    /// The key of a package that is checked, or null if its result is not to be kept. O(bytes) of files and imports not
    /// met before. Not safe to use from many threads.
    /// </summary>
    public UInt128? KeyOf(GoPackage root)
    {
        var key = new KeyBuilder().Add(common).Add(root.Id).Add((int)root.Variant).Add(root.Name);
        AddPackage(key, root.Files);
        var external = root.Variant == PackageVariant.ExternalTest;
        // An external test sees the package with its tests in it.
        var files = external
            ? root.FilePaths.AddRange(root.Files.TestGoFiles.Select(name => Path.Combine(root.Files.Dir, name)))
            : root.FilePaths;
        var imports = external ? root.ImportedPaths.Union(root.Files.TestImports) : root.ImportedPaths;
        return AddFiles(key, files) && AddImports(key, root.Files, imports) ? key.Key : null;
    }

    /// <summary>Adds all that an analysis may be asked for.</summary>
    internal static KeyBuilder AddOptions(KeyBuilder key, AnalysisOptions options)
    {
        key.Add((int)options.Profile)
            .Add((int)options.MinimumConfidence)
            .Add(options.Rules is null ? -1 : 1)
            .Add([.. (options.Rules ?? []).Order(StringComparer.Ordinal)])
            .Add([.. options.StrictRules.Order(StringComparer.Ordinal)])
            .Add(options.Lifecycles.Length);
        foreach (var lifecycle in options.Lifecycles)
        {
            key.Add(lifecycle.Import).Add(lifecycle.Constructors).Add(lifecycle.Releases);
        }

        return key;
    }

    private UInt128? KeyOfImport(PackageFiles package)
    {
        if (ofImports.TryGetValue(package.ImportPath, out var known))
        {
            return known;
        }

        // While it is worked on there is no key: a package that imports itself by way of others is not kept.
        ofImports[package.ImportPath] = null;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return null;
        }

        // Bodies are read of packages that are checked themselves, which may tell a rule more.
        var key = new KeyBuilder().Add(package.ImportPath).Add(package.Name).Add(roots.Contains(package.ImportPath) ? 1 : 0);
        AddPackage(key, package);
        var names = package.GoFiles.AddRange(package.CgoFiles);
        UInt128? found = AddFiles(key, names.Select(name => Path.Combine(package.Dir, name)))
            && AddImports(key, package, package.Imports) ? key.Key : null;
        ofImports[package.ImportPath] = found;
        return found;
    }

    private static void AddPackage(KeyBuilder key, PackageFiles package)
        => key.Add(package.Dir).Add(package.GoVersion).Add(package.RuntimeVersion).Add(package.IsStandard ? 1 : 0).Add(package.OtherFiles);

    private bool AddFiles(KeyBuilder key, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (program.Files.Read(path, out _) is not { } file)
            {
                return false;
            }

            key.Add(path).Add(XxHash128.HashToUInt128(file.Content));
        }

        return true;
    }

    private bool AddImports(KeyBuilder key, PackageFiles importer, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (program.FilesOfImport(importer, path) is not { } imported)
            {
                continue;
            }

            key.Add(path);
            if (imported.IsMissing)
            {
                key.Add("missing");
            }
            else if (KeyOfImport(imported) is { } known)
            {
                key.Add(known);
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
