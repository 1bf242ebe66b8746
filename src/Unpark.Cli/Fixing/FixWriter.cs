using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Fixing;

/// <summary>Writes changed files. A file that is no longer what was read, or must not be written, is left alone.</summary>
internal static class FixWriter
{
    /// <summary>
    /// Writes the changes, all of them prepared before the first is put in place. Files that one fix changes together are
    /// written together or not at all.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <param name="fixes">The fixes they come from.</param>
    /// <returns>What could not be written, and why.</returns>
    public static ImmutableArray<CheckProblem> Write(ImmutableArray<FileChange> changes, IEnumerable<Fix> fixes)
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

            var lost = Spread(problems.Select(p => p.Path), fixes);
            foreach (var (path, file) in prepared)
            {
                if (!lost.TryGetValue(path, out var because))
                {
                    Try(path, problems, file.Commit);
                }
                else if (because != path)
                {
                    problems.Add(new CheckProblem(path, 0, 0, $"not fixed: it would have to change together with {Path.GetFileName(because)}"));
                }
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

    // The files that cannot be written, and those that a fix changes together with one of these: what for.
    private static Dictionary<string, string> Spread(IEnumerable<string> unwritable, IEnumerable<Fix> fixes)
    {
        var lost = unwritable.Distinct().ToDictionary(path => path, path => path, StringComparer.Ordinal);
        if (lost.Count == 0)
        {
            return lost;
        }

        var groups = fixes.Select(f => f.Edits.Select(e => e.File.Path).Distinct().ToArray()).Where(g => g.Length > 1).ToArray();
        for (var more = true; more;)
        {
            more = false;
            foreach (var group in groups)
            {
                if (group.FirstOrDefault(lost.ContainsKey) is { } because)
                {
                    foreach (var path in group)
                    {
                        more |= lost.TryAdd(path, because);
                    }
                }
            }
        }

        return lost;
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
