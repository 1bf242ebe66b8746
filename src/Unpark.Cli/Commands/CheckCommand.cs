using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark check</c>.</summary>
internal sealed class CheckCommand : Command
{
    /// <summary>Makes the command.</summary>
    public CheckCommand(Terminal terminal, ICheckEngine engine, Interrupt interrupt, string folder)
        : base("check", "Finds goroutine leaks in packages. Exits with 0 if there are none, 1 if there are.")
    {
        var target = new TargetOptions(this);
        var format = new FormatOptions(this);
        SetAction(result =>
        {
            terminal.UseColor(target.Color(result));
            var request = target.Request(result, folder);
            CheckResult found;
            using (var progress = new ProgressLine(terminal))
            {
                found = engine.Check(request, progress.Report, interrupt.Token).Result;
            }

            var paths = new PathDisplay(request.Folder);
            IFindingReporter reporter = format.IsJson(result)
                ? new JsonReporter(terminal, paths)
                : new TextReporter(terminal, paths);
            reporter.Report(found);
            return found.ExitCode;
        });
    }
}
