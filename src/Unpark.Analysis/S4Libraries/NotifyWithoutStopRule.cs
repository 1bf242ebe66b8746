using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>UP405: registrations, subscriptions and watches that are not undone.</summary>
internal sealed class NotifyWithoutStopRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP405", "notify-without-stop", 4, RuleProfile.Leaks,
        "A registration, subscription or watch is not undone on a path: it goes on, with its goroutine.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        LifecycleCheck.Check(Rule, package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name == "Notify" && Callees.IsPackageFunction(function.File, call, "os/signal", "Notify")
                    && !PackageContext.IsTest(function.File) && !LifecycleCheck.IsForProcess(function, call))
                {
                    CheckSignals(package, function, call);
                }
            }
        }
    }

    private void CheckSignals(PackageContext package, FlowFunction function, CallExpr call)
    {
        if (call.Args is not [var channel, ..] || Callees.Unparen(channel) is not Ident name
            || function.File.UseOf(name) is not Var { IsField: false, Kind: VarKind.Local } variable
            || function.Parents.StatementOf(call) is not ExprStmt statement)
        {
            return;
        }

        var acquisition = new Acquisition(function, call, statement, name, variable);
        var leaks = ObligationCheck.Leaks(acquisition, use => EffectOf(function, use, call));
        if (leaks.Count == 0)
        {
            return;
        }

        var file = function.File.Tree.File;
        // Signals are mostly asked for once, by what ends with the process. A loop asks again and again.
        var confidence = leaks.Exists(l => l.IsOverwrite) ? Confidence.Likely : Confidence.Possible;
        package.Report(new Finding(Rule, confidence, SourceSpan.Of(file, call), function.Name,
            $"{name.Name} stays registered for signals {ObligationCheck.Ending(acquisition, leaks)}: nothing calls signal.Stop({name.Name})",
            ObligationCheck.Steps(acquisition, leaks, $"{name.Name} registered", $"signal.Stop({name.Name})"),
            Fixes(acquisition, leaks)));
    }

    private static ImmutableArray<Fix> Fixes(Acquisition acquisition, List<ObligationLeak> leaks)
    {
        var function = acquisition.Function;
        if (leaks.Exists(l => l.IsOverwrite) || LifecycleCheck.IsInLoop(function, acquisition.Statement)
            || acquisition.Call.Fun is not SelectorExpr { X: Ident package }
            || function.Parents.Of(acquisition.Statement) is not (BlockStmt or CaseClause or CommClause))
        {
            return [];
        }

        var text = $"defer {package.Name}.Stop({acquisition.Name.Name})";
        return [new Fix($"Defer {text["defer ".Length..]}", true,
            [SourceEdits.InsertAfter(function.File.Tree.File, acquisition.Statement, text)])];
    }

    // Who has got a signal mostly ends the process; and whoever else has the channel may stop it.
    private static UseEffect EffectOf(FlowFunction function, Ident use, CallExpr notify)
    {
        Node at = use;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        return parent switch
        {
            BinaryExpr => UseEffect.None,
            CallExpr call when call == notify => UseEffect.None,
            CallExpr call when Callees.Of(function.File, call) is Builtin { Name: "len" or "cap" } => UseEffect.None,
            AssignStmt assign when assign.Lhs.Contains((Expr)at) => UseEffect.None,
            _ => UseEffect.Discharges,
        };
    }
}
