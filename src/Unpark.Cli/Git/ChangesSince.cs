using System.Text;
using Unpark.Analysis;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Git;

/// <summary>What the files of a repository have that a revision has not.</summary>
internal sealed class ChangesSince
{
    private readonly Dictionary<string, FileChanges> files;

    private ChangesSince(Dictionary<string, FileChanges> files) => this.files = files;

    /// <summary>Asks git for the changes from a revision to the files as they lie there, those not added yet included.</summary>
    /// <param name="revision">
    /// What git takes for a commit; with <c>...</c> behind it, the last commit that it and HEAD have in common.
    /// </param>
    /// <param name="folder">A folder of the repository.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="CheckException">There is no git command, no repository, or no such revision.</exception>
    public static ChangesSince Find(string revision, string folder, CancellationToken cancellation)
    {
        var (inRepository, up, _) = GitCommand.Run(folder, cancellation, "rev-parse", "--show-cdup");
        if (inRepository != 0)
        {
            throw new CheckException($"--new-from {revision}: {folder} is in no git repository");
        }

        var top = Path.GetFullPath(Decode(up.TrimEnd('\n')), folder);
        var commit = Resolve(revision, top, cancellation);
        var changes = new Dictionary<string, FileChanges>(StringComparer.Ordinal);
        foreach (var (name, lines) in DiffReader.Read(Ask(revision, top, cancellation, "-c", "core.quotepath=true", "diff",
            "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--src-prefix=a/", "--dst-prefix=b/",
            commit, "--", "*.go")))
        {
            changes[PathOf(top, name)] = lines;
        }

        foreach (var name in Ask(revision, top, cancellation, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.go")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            changes[PathOf(top, Decode(name))] = FileChanges.Everything;
        }

        return new ChangesSince(changes);
    }

    /// <summary>
    /// True if a line of the finding changed, or one of a step that leads to it, or if lines were taken away from between
    /// them.
    /// </summary>
    public bool Touch(Finding finding)
    {
        var (file, first, last) = (finding.Span.File, finding.Span.StartPosition.Line, finding.Span.EndPosition.Line);
        if (Changed(finding.Span))
        {
            return true;
        }

        foreach (var step in finding.Related)
        {
            if (Changed(step.Span))
            {
                return true;
            }

            if (step.Span.File.Path == file.Path)
            {
                (first, last) = (Math.Min(first, step.Span.StartPosition.Line), Math.Max(last, step.Span.EndPosition.Line));
            }
        }

        return files.TryGetValue(file.Path, out var changes) && changes.Removed(first, last);
    }

    private bool Changed(SourceSpan span) => files.TryGetValue(span.File.Path, out var changes)
        && changes.Changed(span.StartPosition.Line, span.EndPosition.Line);

    private static string Resolve(string revision, string top, CancellationToken cancellation)
    {
        var sinceCommon = revision.EndsWith("...", StringComparison.Ordinal);
        var named = sinceCommon ? revision[..^3] : revision;
        var (code, output, _) = GitCommand.Run(top, cancellation, "rev-parse", "--verify", "--quiet", "--end-of-options",
            named + "^{commit}");
        if (code != 0)
        {
            throw new CheckException($"--new-from {revision}: git knows no revision {named}; a shallow clone may lack it");
        }

        var commit = output.Trim();
        return sinceCommon ? Ask(revision, top, cancellation, "merge-base", commit, "HEAD").Trim() : commit;
    }

    private static string Ask(string revision, string top, CancellationToken cancellation, params string[] args)
    {
        var (code, output, error) = GitCommand.Run(top, cancellation, args);
        return code == 0
            ? output
            : throw new CheckException($"--new-from {revision}: git {args.First(a => a[0] != '-' && !a.Contains('=', StringComparison.Ordinal))} "
                + $"failed{(error.Trim().Length > 0 ? $": {error.Trim()}" : "")}");
    }

    private static string Decode(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    private static string PathOf(string top, string name)
        => Path.Combine(top, name.Replace('/', Path.DirectorySeparatorChar));
}
