using System.Collections.Immutable;
using Unpark.Cli.Caching;
using Unpark.Go.Build;

namespace Unpark.Cli.Checking;

/// <summary>Checks Go programs as they lie on disk.</summary>
internal sealed class GoCheckEngine : ICheckEngine
{
    /// <inheritdoc/>
    public ICheckedProgram Check(CheckRequest request, CheckProgress progress, CancellationToken cancellation)
    {
        var cache = CheckCache.Open(request);
        var programs = GoProgram.LoadModules(
            new LoadOptions
            {
                Dir = request.Folder,
                Patterns = request.Patterns,
                Tests = request.Tests,
                Parallelism = request.Parallelism,
                Files = new DiskFiles(cache?.Files),
                Build = new BuildOptions
                {
                    Tags = request.Tags.IsEmpty ? null : request.Tags,
                    GoOS = request.GoOS.Length == 0 ? null : request.GoOS,
                    GoArch = request.GoArch.Length == 0 ? null : request.GoArch,
                    Mod = request.ModuleMode.Length == 0 ? null : request.ModuleMode,
                    ModFile = request.ModFile.Length == 0 ? null : request.ModFile,
                    GoRoot = request.GoRoot,
                },
            },
            cancellation);
        if (programs[0].Context is { IsKnownPlatform: false } context)
        {
            throw new CheckException($"GOOS={context.GoOS} GOARCH={context.GoArch} is no platform that Go knows");
        }

        if (programs.All(program => program.Matched.All(package => package.IsMissing)))
        {
            var problems = programs.SelectMany(program => program.Errors)
                .Select(e => ProblemOf(e, new PathDisplay(request.Folder))).Distinct().ToArray();
            throw new CheckException(problems.Length > 0
                ? string.Join('\n', problems)
                : $"no Go packages match {string.Join(' ', request.Patterns)} in {request.Folder}");
        }

        ICheckedProgram result = programs is [var single]
            ? CheckedGoProgram.Check(single, request, cache, progress, cancellation)
            : CheckModules(programs, request, cache, progress, cancellation);
        cache?.Close();
        return result;
    }

    // One after the other: each has what it needs of the standard library and of dependencies for itself.
    private static CheckedModules CheckModules(ImmutableArray<GoProgram> programs, CheckRequest request, CheckCache? cache,
        CheckProgress progress, CancellationToken cancellation)
    {
        var before = 0;
        var total = programs.Sum(program => program.Roots.Length);
        var modules = ImmutableArray.CreateBuilder<ICheckedProgram>(programs.Length);
        foreach (var program in programs)
        {
            var start = before;
            modules.Add(CheckedGoProgram.Check(program, request, cache,
                (doing, done, _) => progress(doing, start + done, total), cancellation));
            before += program.Roots.Length;
        }

        return new CheckedModules(modules.DrainToImmutable());
    }

    private static string ProblemOf(PackageError error, PathDisplay paths)
    {
        var problem = CheckedGoProgram.ProblemOf(error);
        return problem.Path.Length == 0 ? problem.Message : (error with { File = paths.Show(error.File) }).ToString();
    }
}
