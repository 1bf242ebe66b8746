using System.CommandLine;
using Unpark.Cli.Baselines;
using Unpark.Cli.Caching;
using Unpark.Cli.Checking;
using Unpark.Cli.Git;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark check</c>.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Option<string> baseline = new("--baseline")
    {
        Description = "Leave out the findings that this file has",
        HelpName = "file",
    };

    private readonly Option<bool> writeBaseline = new("--write-baseline")
    {
        Description = "Write all findings to the file of --baseline, and report none",
    };

    private readonly Option<string> newFrom = new("--new-from")
    {
        Description = "Report only what changed since a git revision; REV... is since the branch left REV",
        HelpName = "rev",
    };

    private readonly Option<bool> noCache = new("--no-cache")
    {
        Description = "Check everything anew, and keep no results for later runs",
    };

    private readonly Terminal terminal;
    private readonly ICheckEngine engine;
    private readonly Interrupt interrupt;
    private readonly TargetOptions target;
    private readonly OutputOptions output;

    /// <summary>Makes the command.</summary>
    public CheckCommand(Terminal terminal, ICheckEngine engine, Interrupt interrupt, string folder)
        : base("check", "Finds goroutine leaks in packages. Exits with 0 if there are none, 1 if there are.")
    {
        this.terminal = terminal;
        this.engine = engine;
        this.interrupt = interrupt;
        target = new TargetOptions(this);
        output = new OutputOptions(this, ReportFormats.Names);
        Options.Add(baseline);
        Options.Add(writeBaseline);
        Options.Add(newFrom);
        Options.Add(noCache);
        SetAction(result => Run(result, folder));
    }

    private int Run(ParseResult result, string folder)
    {
        terminal.UseColor(target.Color(result));
        var what = target.Read(result, folder);
        var context = what.Context;
        var baselinePath = BaselinePath(result, what);
        var writes = result.GetValue(writeBaseline);
        // What is wrong with these is said before the work is done.
        var known = baselinePath is null || writes ? null : Baseline.Read(baselinePath, context.Paths.Show(baselinePath));
        var changes = result.GetValue(newFrom) is { } revision
            ? ChangesSince.Find(revision, what.Request.Folder, interrupt.Token)
            : null;
        var request = what.Request with
        {
            CacheFolder = result.GetValue(noCache) ? null : ResultCache.FolderOf(Environment.GetEnvironmentVariable),
        };
        CheckResult found;
        using (var progress = new ProgressLine(terminal))
        {
            found = engine.Check(request, progress.Report, interrupt.Token).Result;
        }

        found = found with { Fingerprints = Fingerprints.Of(found.Findings, context.Root) };
        if (writes)
        {
            return WriteBaseline(baselinePath!, found, context);
        }

        found = known?.Apply(found) ?? found;
        if (changes is not null)
        {
            var left = found.Where((finding, _) => changes.Touch(finding));
            found = left with { NotNew = found.Findings.Length - left.Findings.Length };
        }

        var written = ReportWriter.Write(output.Targets(result, what.Request.Folder), terminal, context.Paths,
            (format, to) => ReportFormats.Create(format, to, context).Report(found));
        ProblemWriter.Write(terminal, context.Paths, found);
        return written ? found.ExitCode : UnparkCommand.CouldNotRun;
    }

    private string? BaselinePath(ParseResult result, CheckTarget what)
    {
        var path = result.GetValue(baseline) switch
        {
            "none" => null,
            { Length: > 0 } given => Path.GetFullPath(given, what.Request.Folder),
            _ => what.Configuration.Baseline,
        };
        return path is null && result.GetValue(writeBaseline)
            ? throw new CheckException("--write-baseline wants to know where to: --baseline FILE, or baseline in unpark.toml")
            : path;
    }

    private int WriteBaseline(string path, CheckResult found, ReportContext context)
    {
        var shown = context.Paths.Show(path);
        try
        {
            Baseline.Write(path, found, context.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError($"could not write {shown}: {e.Message}");
            return UnparkCommand.CouldNotRun;
        }

        terminal.Out.WriteLine($"{ProblemWriter.Count(found.Findings.Length, "finding", "findings")} written to {shown}");
        terminal.Flush();
        ProblemWriter.Write(terminal, context.Paths, found);
        return found.Problems.IsEmpty ? 0 : UnparkCommand.CouldNotRun;
    }
}
