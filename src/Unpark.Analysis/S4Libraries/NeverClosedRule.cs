using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S4Libraries;

/// <summary>UP401: what a library gives and what is not released.</summary>
internal sealed class NeverClosedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP401", "never-closed", 4, RuleProfile.Leaks,
        "What a library gives is not closed or stopped on a path: its goroutines, connections or files stay.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        LifecycleCheck.Check(Rule, package);
        foreach (var function in package.Flow.Functions)
        {
            if (function.Goroutines.IsEmpty || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (DroppedPipe.Of(function, call) is var (acquisition, leaks))
                {
                    Report(package, acquisition, leaks);
                }
            }
        }
    }

    private void Report(PackageContext package, Acquisition acquisition, List<ObligationLeak> leaks)
    {
        var function = acquisition.Function;
        var file = function.File.Tree.File;
        var name = acquisition.Name.Name;
        var line = file.PositionOf(acquisition.Statement.Pos).Line;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, acquisition.Call), function.Name,
            $"{name} is neither read nor closed {ObligationCheck.Ending(acquisition, leaks)}: the goroutine started at line {line} "
            + "blocks for ever when it writes to the other end",
            ObligationCheck.Steps(acquisition, leaks, "pipe made", $"{name}.Close()"), []));
    }
}
