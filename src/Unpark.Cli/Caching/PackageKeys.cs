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
    private const int Format = 2;

    private readonly GoProgram program;
    private readonly FileIndex index;
    private readonly UInt128 target;
    private readonly UInt128 common;
    private readonly Dictionary<string, UInt128?> ofImports = new(StringComparer.Ordinal);

    /// <summary>Makes one for a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="request">What is looked for.</param>
    /// <param name="cache">Tells which build of Unpark this is, and the hashes of files.</param>
    public PackageKeys(GoProgram program, CheckRequest request, CheckCache cache)
    {
        this.program = program;
        index = cache.Files;
        var context = program.Context;
        target = new KeyBuilder().Add(Format).Add(cache.Tool)
            .Add(context.GoOS)
            .Add(context.GoArch)
            .Add(context.CgoEnabled ? 1 : 0)
            .Add(context.GoVersion)
            .Add(context.GoRoot ?? "")
            .Key;
        common = AddOptions(new KeyBuilder().Add(target), request.Analysis).Key;
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

    /// <summary>
    /// The key of what is inferred from the source of a package that is imported, whatever is looked for; null if that is not
    /// to be kept. Not safe to use from many threads.
    /// </summary>
    /// <param name="kind">What is inferred.</param>
    /// <param name="importPath">The path that names the package.</param>
    public UInt128? KeyOfLibrary(string kind, string importPath)
        => program.Find(importPath) is { Files: var files } && KeyOfImport(files) is { } key
            ? new KeyBuilder().Add(kind).Add(target).Add(key).Key
            : null;

    /// <summary>Adds all that an analysis may be asked for.</summary>
    internal static KeyBuilder AddOptions(KeyBuilder key, AnalysisOptions options)
    {
        key.Add((int)options.Profile)
            .Add((int)options.MinimumConfidence)
            .Add(options.Explores ? 1 : 0)
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

        var key = new KeyBuilder().Add(package.ImportPath).Add(package.Name);
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
            if (index.HashOf(path) is { } hash)
            {
                key.Add(path).Add(hash);
            }
            else if (program.Files.Read(path, out _) is { } file)
            {
                // An embedded declaration, which no index needs.
                key.Add(path).Add(XxHash128.HashToUInt128(file.Content));
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private bool AddImports(KeyBuilder key, PackageFiles importer, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (program.IsEmbedded(importer, path))
            {
                // They are part of the tool, which is in the key.
                key.Add(path).Add("embedded");
                continue;
            }

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
