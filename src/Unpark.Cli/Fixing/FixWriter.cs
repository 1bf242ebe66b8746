using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Fixing;

/// <summary>Writes changed files. A file that is no longer what was read, or must not be written, is left alone.</summary>
internal static class FixWriter
{
    /// <summary>Writes the changes, all of them prepared before the first is put in place.</summary>
    /// <returns>What could not be written, and why.</returns>
    public static ImmutableArray<CheckProblem> Write(ImmutableArray<FileChange> changes)
    {
        var problems = ImmutableArray.CreateBuilder<CheckProblem>();
        var prepared = new List<(string Path, AtomicFile File)>();
        try
        {
            foreach (var change in changes)
            {
                Try(change.File.Path, problems, () => prepared.Add(
                    (change.File.Path, AtomicFile.Prepare(change.File.Path, change.File.Content, change.NewContent.Span))));
            }

            foreach (var (path, file) in prepared)
            {
                Try(path, problems, file.Commit);
            }
        }
        finally
        {
            foreach (var (path, file) in prepared)
            {
                Try(path, problems, file.Dispose);
            }
        }

        return problems.ToImmutable();
    }

    private static void Try(string path, ImmutableArray<CheckProblem>.Builder problems, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new CheckProblem(path, 0, 0, $"not fixed: {e.Message}"));
        }
    }
}
