using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>UP404: what main makes and does not shut down before the process ends.</summary>
internal sealed class NoShutdownRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP404", "no-shutdown-on-exit", 4, RuleProfile.Strict,
        "What main makes is not shut down before the process ends: what it has in hand is lost.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.Package.Package.Name != "main")
        {
            return;
        }

        foreach (var made in package.Lifecycles.Calls)
        {
            if (made.Lifecycle is { IsForProcess: true, IsReceiver: false, Field: null, Releases: [{ Name.Length: > 0 }, ..] }
                && made.Lifecycle.Rule is "UP401" or "UP403" && made.Confidence >= Confidence.Likely
                && !PackageContext.IsTest(made.Function.File) && LifecycleCheck.IsForProcess(made.Function, made.Call))
            {
                Check(package, made);
            }
        }
    }

    private void Check(PackageContext package, LifecycleCall made)
    {
        var (function, call, lifecycle, _) = made;
        if (ResultUse.Of(function, call, lifecycle.Result).ToVariable(function, call) is not { } acquisition
            || acquisition.Variable.Kind != VarKind.Local)
        {
            return;
        }

        var uses = new IdentSearch(function.File, acquisition.Variable);
        uses.Visit(function.Root.Syntax);
        Ident? deferred = null;
        var released = false;
        foreach (var use in uses.Found)
        {
            if (LifecycleUses.IsReleased(function, use, lifecycle))
            {
                released = true;
                deferred = IsDeferred(function, use) ? use : deferred;
            }
            else if (package.Lifecycles.Uses.Of(function, use, lifecycle) == UseEffect.Discharges)
            {
                return;
            }
        }

        var file = function.File.Tree.File;
        var name = acquisition.Name.Name;
        var release = lifecycle.Releases[0].Name;
        if (!released)
        {
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, call), function.Name,
                $"{name} is never {Done(release)} before the process ends: {lifecycle.Consequence} until then", [], []));
            return;
        }

        if (deferred == null)
        {
            return;
        }

        foreach (var exit in function.Calls)
        {
            if (exit.Pos > deferred.Pos
                && function.Package.CallsIn(function.File).EndingOf(exit) == CallEnding.EndsProcess)
            {
                package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, exit), function.Name,
                    $"the process ends here without {name}.{release}(), which is deferred",
                    [
                        new RelatedPlace(SourceSpan.Of(file, call), $"{name} made here"),
                        new RelatedPlace(SourceSpan.Of(file, deferred), "deferred here"),
                    ], []));
                return;
            }
        }
    }

    private static string Done(string release) => release switch
    {
        "Close" => "closed",
        "Stop" => "stopped",
        "Shutdown" or "ShutDown" => "shut down",
        "Disconnect" => "disconnected",
        _ => "released",
    };

    private static bool IsDeferred(FlowFunction function, Node use)
    {
        for (var at = function.Parents.Of(use); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is DeferStmt)
            {
                return true;
            }
        }

        return false;
    }
}
