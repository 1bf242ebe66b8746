using System.Collections.Immutable;
using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark fix</c>.</summary>
internal sealed class FixCommand : Command
{
    /// <summary>Makes the command.</summary>
    public FixCommand(Terminal terminal, ICheckEngine engine, Interrupt interrupt, string folder)
        : base("fix", "Mends the findings that have a safe fix. Exits with 0 if none are left, 1 if some are.")
    {
        var target = new TargetOptions(this);
        var diff = new Option<bool>("--diff") { Description = "Show the changes and write nothing" };
        var generated = new Option<bool>("--generated") { Description = "Change generated files too" };
        Options.Add(diff);
        Options.Add(generated);
        SetAction(result =>
        {
            terminal.UseColor(target.Color(result));
            var request = target.Read(result, folder).Request;
            FixOutcome outcome;
            using (var progress = new ProgressLine(terminal))
            {
                var program = engine.Check(request, progress.Report, interrupt.Token);
                outcome = new FixFindings(result.GetValue(generated), interrupt.Token).Run(program);
            }

            var reporter = new FixReporter(terminal, new PathDisplay(request.Folder));
            if (result.GetValue(diff))
            {
                reporter.ReportDiff(outcome);
                return outcome.Before.ExitCode;
            }

            var unwritten = interrupt.Uninterrupted(() =>
            {
                interrupt.Token.ThrowIfCancellationRequested();
                return FixWriter.Write(outcome.Changes, outcome.Fixed.Select(f => f.PreferredFix!));
            });
            reporter.ReportWritten(outcome, unwritten);
            return unwritten.IsEmpty ? outcome.After.ExitCode : UnparkCommand.CouldNotRun;
        });
    }
}
