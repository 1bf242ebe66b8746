using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>UP804: a long-lived goroutine that works with what comes from outside, and does not recover.</summary>
internal sealed class GoroutineWithoutRecoverRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP804", "goroutine-without-recover", 8, RuleProfile.Strict,
        "A long-lived goroutine that does I/O does not recover: a panic in it ends the process.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var seen = new HashSet<FlowFunction>();
        foreach (var (function, statement) in package.Flow.Spawns.Goes)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File) || package.Flow.TargetOf(function.File, statement.Call) is not { } target
                || !IsLongLived(target) || InputOf(target) is not { } input || Recovers(target) || !seen.Add(target))
            {
                continue;
            }

            var file = function.File.Tree.File;
            var end = statement.Call.Fun is FuncLit literal ? literal.Type.End : statement.End;
            package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, statement.Pos, end), function.Name,
                "the goroutine runs for long, works with what comes from outside, and does not recover: a panic in it ends the "
                + "process", [new RelatedPlace(SourceSpan.Of(target.File.Tree.File, input), "input or output here")], Fixes(target)));
        }
    }

    private static bool IsLongLived(FlowFunction target) => NodeSearch.Any(target.Body, n => n is ForStmt { Cond: null }
        || (n is RangeStmt range && target.File.TypeOf(range.X).Type?.Underlying is ChanType), literals: false);

    private static CallExpr? InputOf(FlowFunction target) => target.Calls.FirstOrDefault(call =>
        Callees.FunctionOf(target.File, call) is { Package.Path: var path }
        && path is "net" or "net/http" or "database/sql" or "os" or "os/exec" or "io" or "bufio" or "encoding/json"
            or "encoding/gob"
        && Callees.NameOf(call)?.Name is not ("Close" or "String" or "Error" or "Getenv" or "Getpid" or "IsNotExist" or "Exit"
            or "Header" or "Addr" or "RemoteAddr" or "LocalAddr" or "Hostname"));

    private static bool Recovers(FlowFunction target) => target.Package.Spawns.Defers.Any(d => d.Function == target
        && (target.Package.CallsIn(target.File).Recovers(d.Statement)
            || Callees.NameOf(d.Statement.Call)?.Name is { } name && (name.Contains("recover", StringComparison.OrdinalIgnoreCase)
                || name.Contains("panic", StringComparison.OrdinalIgnoreCase) || name.Contains("Crash", StringComparison.Ordinal))));

    // It changes what a panic does: to be chosen, not applied unasked.
    private static ImmutableArray<Fix> Fixes(FlowFunction target)
    {
        var file = target.File.Tree.File;
        if (target.Body.List is not [var first, ..] || !SourceEdits.IsFirstOnLine(file, first.Pos)
            || Imports.Use(target.File, first.Pos, "log") is not var (log, import))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, first.Pos);
        var start = SourceEdits.LineStart(file, first.Pos);
        var text = $"{indent}defer func() {{\n{indent}\tif r := recover(); r != nil {{\n{indent}\t\t{log}.Printf(\"panic: %v\", r)\n"
            + $"{indent}\t}}\n{indent}}}()\n";
        var edit = new TextEdit(file, start, start, text);
        return [new Fix("Recover and log", false, import != null ? [import, edit] : [edit])];
    }
}
