using Unpark.Go.Build;

namespace Unpark.Cli.Checking;

/// <summary>Checks Go programs as they lie on disk.</summary>
internal sealed class GoCheckEngine : ICheckEngine
{
    /// <inheritdoc/>
    public ICheckedProgram Check(CheckRequest request, CheckProgress progress, CancellationToken cancellation)
    {
        var options = new LoadOptions
        {
            Dir = request.Folder,
            Patterns = request.Patterns,
            Tests = request.Tests,
            Parallelism = request.Parallelism,
            Build = new BuildOptions
            {
                Tags = request.Tags.IsEmpty ? null : request.Tags,
                GoOS = request.GoOS.Length == 0 ? null : request.GoOS,
                GoArch = request.GoArch.Length == 0 ? null : request.GoArch,
                Mod = request.ModuleMode.Length == 0 ? null : request.ModuleMode,
                ModFile = request.ModFile.Length == 0 ? null : request.ModFile,
                GoRoot = request.GoRoot,
            },
        };
        var program = GoProgram.Load(options, cancellation);
        if (program.Matched.All(package => package.IsMissing)
            && NestedModule.Of(request.Folder, request.Patterns) is { } nested && request.ModFile.Length == 0)
        {
            program = GoProgram.Load(options with { Dir = nested.Root, Patterns = nested.Patterns }, cancellation);
        }

        if (program.Matched.All(package => package.IsMissing))
        {
            var problems = program.Errors.Select(e => ProblemOf(e, new PathDisplay(request.Folder))).Distinct().ToArray();
            throw new CheckException(problems.Length > 0
                ? string.Join('\n', problems)
                : $"no Go packages match {string.Join(' ', request.Patterns)} in {request.Folder}");
        }

        return CheckedGoProgram.Check(program, request, progress, cancellation);
    }

    private static string ProblemOf(PackageError error, PathDisplay paths)
    {
        var problem = CheckedGoProgram.ProblemOf(error);
        return problem.Path.Length == 0 ? problem.Message : (error with { File = paths.Show(error.File) }).ToString();
    }
}
