using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP303: a ticker or timer that is not stopped.</summary>
internal sealed class TickerRule : ILeakRule
{
    private const long LongNanoseconds = 60_000_000_000;
    private const long ShortNanoseconds = 10_000_000_000;

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP303", "ticker-never-stopped", 3, RuleProfile.Leaks,
        "A ticker or timer is not stopped on a path: before Go 1.23 it is never collected.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (KindOf(function.File, call) is { } kind)
                {
                    Check(package, function, call, kind);
                }
            }

            TickerRange.Check(this, package, function);
        }
    }

    private static TickerKind? KindOf(TypedFile file, CallExpr call) => Callees.NameOf(call)?.Name switch
    {
        "NewTicker" when Callees.IsPackageFunction(file, call, "time", "NewTicker") => TickerKind.Ticker,
        "NewTimer" when Callees.IsPackageFunction(file, call, "time", "NewTimer") => TickerKind.Timer,
        { } name when name.Contains("Ticker", StringComparison.Ordinal) && TimerShape.Has(file, call) => TickerKind.Ticker,
        { } name when name.EndsWith("Timer", StringComparison.Ordinal) && TimerShape.Has(file, call) => TickerKind.Timer,
        _ => null,
    };

    private void Check(PackageContext package, FlowFunction function, CallExpr call, TickerKind kind)
    {
        if (TimerCollection.IsAutomatic(package) || IsForTheProcess(function))
        {
            return;
        }

        var what = kind == TickerKind.Ticker ? "ticker" : "timer";
        // A test process is over before it matters.
        var confidence = !PackageContext.IsTest(function.File) && (kind == TickerKind.Ticker || IsLong(function.File, call))
            ? Confidence.Proved
            : Confidence.Possible;
        if (function.Parents.Of(call) is SelectorExpr { Sel.Name: "C" })
        {
            if (kind == TickerKind.Ticker && (!IsInEndlessFunction(function) || Lifetimes.IsInLoop(function, call)))
            {
                Report(package, function, call, confidence,
                    "the ticker cannot be stopped: only its channel is kept, and before Go 1.23 it is never collected", [], []);
            }

            return;
        }

        var use = ResultUse.Of(function, call, 0);
        var field = use.ToField(function) ?? FieldOfComposite(function, call);
        if (field != null)
        {
            if (kind == TickerKind.Ticker && IsNeverStopped(function.Package, field))
            {
                Report(package, function, call, Confidence.Likely,
                    $"the ticker is kept in {field.Name}, which nothing stops: before Go 1.23 it is never collected", [], []);
            }

            return;
        }

        if (use.ToVariable(function, call) is not { } acquisition)
        {
            return;
        }

        var leaks = ObligationCheck.Leaks(acquisition, ident => EffectOf(function, ident, kind));
        var inGoroutine = false;
        if (leaks.Count == 0 && kind == TickerKind.Ticker
            && ObligationCheck.Heir(acquisition, ident => EffectOf(function, ident, kind)) is { } heir)
        {
            leaks = ObligationCheck.LeaksOf(heir, acquisition, ident => EffectOf(function, ident, kind), null);
            inGoroutine = true;
        }

        if (leaks.Count == 0)
        {
            return;
        }

        if (kind == TickerKind.Timer && confidence == Confidence.Possible && !PackageContext.IsTest(function.File)
            && leaks.Exists(l => l.Place == acquisition.Statement) && DurationOf(function.File, call) is not < ShortNanoseconds)
        {
            // Each round leaves one.
            confidence = Confidence.Likely;
        }

        var name = acquisition.Name.Name;
        var until = kind == TickerKind.Ticker ? "before Go 1.23 it is never collected"
            : "before Go 1.23 it is not collected until it fires";
        Report(package, function, call, confidence,
            $"the {what} {name} is not stopped {ObligationCheck.Ending(acquisition, leaks, inGoroutine)}: {until}",
            ObligationCheck.Steps(acquisition, leaks, $"the {what} started", $"stopping {name}"), inGoroutine ? [] : Fixes(acquisition, leaks));
    }

    private void Report(PackageContext package, FlowFunction function, CallExpr call, Confidence confidence, string message,
        ImmutableArray<RelatedPlace> related, ImmutableArray<Fix> fixes) =>
        package.Report(new Finding(Rule, confidence, SourceSpan.Of(function.File.Tree.File, call), function.Name, message,
            related, fixes));

    private static ImmutableArray<Fix> Fixes(Acquisition acquisition, List<ObligationLeak> leaks)
    {
        var function = acquisition.Function;
        if (function.Parents.Of(acquisition.Statement) is not (BlockStmt or CaseClause or CommClause)
            || leaks.Exists(l => l.IsOverwrite))
        {
            return [];
        }

        for (var at = function.Parents.Of(acquisition.Statement); at != null && at != function.Syntax;
            at = function.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return [];
            }
        }

        var name = acquisition.Name.Name;
        return
        [
            new Fix($"Defer {name}.Stop()", true,
                [SourceEdits.InsertAfter(function.File.Tree.File, acquisition.Statement, $"defer {name}.Stop()")]),
        ];
    }

    private static bool IsForTheProcess(FlowFunction function) =>
        function.Syntax is FuncDecl { Recv: null, Name.Name: var name }
        && (name == "init" || (name == "main" && function.Package.Package.Package.Name == "main"));

    private static bool IsInEndlessFunction(FlowFunction function) => !function.Graph.Exit.IsLive;

    // A timer that fires soon is gone soon.
    private static bool IsLong(TypedFile file, CallExpr call) => DurationOf(file, call) >= LongNanoseconds;

    private static long? DurationOf(TypedFile file, CallExpr call) =>
        call.Args is [var duration] && file.TypeOf(duration).Value is { } value && long.TryParse(value.ToString(), out var nanoseconds)
            ? nanoseconds
            : null;

    private static UseEffect EffectOf(FlowFunction function, Ident use, TickerKind kind)
    {
        Node at = use;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        switch (parent)
        {
            case SelectorExpr { Sel.Name: "C" or "Chan" or "Ch" } channel:
                // A timer that has fired needs no stop.
                return kind == TickerKind.Timer && IsReceived(function, channel) ? UseEffect.Discharges : UseEffect.None;
            case CallExpr call when call.Args.IndexOf((Expr)at) is >= 0 and var index:
                return OnlyWaitsForIt(function, call, index, kind) ? UseEffect.None : UseEffect.Discharges;
            case SelectorExpr { Sel.Name: "Reset" } or BinaryExpr:
                return UseEffect.None;
            case AssignStmt assign when assign.Lhs.Contains((Expr)at)
                || (assign.Lhs.Length == assign.Rhs.Length && assign.Rhs.Contains((Expr)at)
                    && Callees.Unparen(assign.Lhs[assign.Rhs.IndexOf((Expr)at)]) is Ident { IsBlank: true }):
                return UseEffect.None;
            default:
                return UseEffect.Discharges;
        }
    }

    private static bool IsReceived(FlowFunction function, SelectorExpr channel)
    {
        var around = function.Parents.Of(channel);
        return (around is CallExpr ? function.Parents.Of(around) : around) is UnaryExpr { Op: TokenKind.Arrow };
    }

    // A function of this package that receives from the ticker it is given, does not stop it, and ends.
    private static bool OnlyWaitsForIt(FlowFunction function, CallExpr call, int index, TickerKind kind)
    {
        if (kind != TickerKind.Ticker || Callees.FunctionOf(function.File, call) is not { } callee
            || function.Package.FunctionOf(callee) is not { } body || body == function || !body.Graph.Exit.IsLive
            || index >= callee.Signature.Params.Length || callee.Signature.Variadic)
        {
            return false;
        }

        var parameter = callee.Signature.Params.Vars[index];
        return NodeSearch.All<Ident>(body.Body).TrueForAll(use => body.File.UseOf(use) != parameter
            || EffectOfName(body, use) == UseEffect.None);
    }

    private static UseEffect EffectOfName(FlowFunction function, Ident use) =>
        function.Parents.Of(use) is SelectorExpr { Sel.Name: "C" or "Chan" or "Ch" or "Reset" } selector && selector.X == use
            ? UseEffect.None
            : UseEffect.Discharges;

    private static Var? FieldOfComposite(FlowFunction function, CallExpr call) =>
        function.Parents.Of(call) is KeyValueExpr { Key: Ident key } && function.File.UseOf(key) is Var { IsField: true } field
            ? field.Origin
            : null;

    /// <summary>True if only this package can see the field, and only uses of its channel are in it.</summary>
    private static bool IsNeverStopped(FlowPackage package, Var field)
    {
        if (field.Exported || field.Embedded || field.Package != package.Package.Package)
        {
            return false;
        }

        foreach (var use in package.FieldUses.Of(field))
        {
            if (use.Parent is KeyValueExpr)
            {
                continue;
            }

            var parent = use.Function?.Parents.Of(use.Parent);
            var isHarmless = parent is SelectorExpr { Sel.Name: "C" or "Reset" } or BinaryExpr
                || (parent is AssignStmt assign && assign.Lhs.Contains(use.Parent));
            if (!isHarmless)
            {
                return false;
            }
        }

        return true;
    }
}
