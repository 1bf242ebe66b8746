using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>UP803: a recover that stops no panic.</summary>
internal sealed class RecoverNotEffectiveRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP803", "recover-not-effective", 8, RuleProfile.Leaks,
        "A recover is not called by a deferred function itself, or deferred too late: the panic goes on.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var recovering = new HashSet<FlowFunction>();
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (Recovers.Is(function.File, call))
                {
                    CheckRecover(package, function, call);
                    if (function.Object != null && function.Parents.Of(call) is not DeferStmt)
                    {
                        recovering.Add(function);
                    }
                }
            }
        }

        CheckLate(package);
        foreach (var function in package.Flow.Functions)
        {
            CheckHelpers(package, function, recovering);
        }
    }

    private void CheckRecover(PackageContext package, FlowFunction function, CallExpr call)
    {
        if (function.Parents.Of(call) is DeferStmt defer)
        {
            // In a deferred function it is one that the deferred function calls.
            if (Recovers.DeferOf(function) == null && function.Object == null || IsNotDeferred(function))
            {
                Report(package, function, call, Confidence.Proved, "recover does nothing when it is deferred itself: only a deferred "
                    + "function that calls it stops a panic",
                    [new Fix("Call recover in a deferred function", true,
                        [new TextEdit(function.File.Tree.File, call.Pos, call.End, Block(function, defer))])]);
            }

            return;
        }

        if (function.Object != null || Recovers.DeferOf(function) != null || function.Outer == null)
        {
            return;
        }

        // A literal that is called, or started, where it is written. What is kept as a value may be deferred.
        if (function.Outer.Parents.Of(function.Syntax) is not CallExpr direct || direct.Fun != function.Syntax)
        {
            return;
        }

        if (function.Outer.Parents.Of(direct) is GoStmt)
        {
            Report(package, function, call, Confidence.Proved, "recover does nothing here: a goroutine's own function is not a deferred one", []);
        }
        else if (Recovers.DeferOf(function.Outer) is { } outer)
        {
            Report(package, function, call, Confidence.Proved, "recover does nothing here: it must be called by the deferred function "
                + "itself, and not by a function that this one calls", [], outer);
        }
    }

    private static string Block(FlowFunction function, DeferStmt defer)
    {
        var indent = SourceEdits.IndentAt(function.File.Tree.File, defer.Pos);
        return $"func() {{\n{indent}\trecover()\n{indent}}}()";
    }

    // A declared function that is called, but never deferred, in its package.
    private static bool IsNotDeferred(FlowFunction function) => function.Object != null && !function.Package.Spawns.Defers.Any(d =>
        function.Package.TargetOf(d.Function.File, d.Statement.Call) == function);

    private void Report(PackageContext package, FlowFunction function, CallExpr call, Confidence confidence, string message,
        ImmutableArray<Fix> fixes, DeferStmt? defer = null)
    {
        var file = function.File.Tree.File;
        package.Report(new Finding(Rule, confidence, SourceSpan.Of(file, call), function.Name, message, defer != null
            ? [new RelatedPlace(new SourceSpan(file, defer.Defer, defer.Defer + 5), "the deferred function")] : [], fixes));
    }

    // defer func() { handlePanic() }(), where handlePanic calls recover.
    private void CheckHelpers(PackageContext package, FlowFunction function, HashSet<FlowFunction> recovering)
    {
        if (Recovers.DeferOf(function) is not { } defer)
        {
            return;
        }

        foreach (var call in function.Calls)
        {
            if (function.Parents.Of(call) is DeferStmt or GoStmt || (package.Flow.TargetOf(function.File, call) is { Object: not null } target
                ? !recovering.Contains(target) || HasOtherWork(target)
                : !IsKnownRecoverer(function.File, call)) || Recovers.In(function).Any())
            {
                continue;
            }

            var file = function.File.Tree.File;
            var name = Callees.NameOf(call)!.Name;
            ImmutableArray<Fix> fixes = function.Body.List is [ExprStmt { X: var only }] && only == call
                && call.Args.All(a => IsFixed(function, a))
                && !file.Text(defer.Pos, defer.End).Contains("//", StringComparison.Ordinal)
                ? [new Fix($"Defer {name} itself", true,
                    [new TextEdit(file, defer.Call.Pos, defer.Call.End, file.Text(call.Pos, call.End))])]
                : [];
            Report(package, function, call, Confidence.Likely, $"{name} recovers nothing here: recover works only in a function that "
                + "is deferred itself, and this one is called by it", fixes, defer);
        }
    }

    // The value of an argument is the same when the defer statement is executed.
    private static bool IsFixed(FlowFunction function, Expr argument)
    {
        var file = function.File;
        argument = Callees.Unparen(argument);
        return file.TypeOf(argument).Value != null || (argument is Ident name && file.UseOf(name) is Var { IsField: false } variable
            && variable.Kind != VarKind.Package && function.Locals.Of(variable) is { Assignments: <= 1, IsPrivate: true })
            || argument is UnaryExpr { Op: TokenKind.And, X: Ident };
    }

    // A helper that only looks whether something panics, among other things: what it is called for cannot be told.
    private static bool HasOtherWork(FlowFunction target) =>
        target.Body.List.Length > 1 && !NodeSearch.Any(target.Body.List[0], n => n is CallExpr call && Recovers.Is(target.File, call));

    private static bool IsKnownRecoverer(TypedFile file, CallExpr call) =>
        Callees.IsPackageFunction(file, call, "k8s.io/apimachinery/pkg/util/runtime", "HandleCrash")
        || Callees.IsPackageFunction(file, call, "github.com/getsentry/sentry-go", "Recover");

    // The deferred recover is the last thing that the function does.
    private void CheckLate(PackageContext package)
    {
        foreach (var (function, defer) in package.Flow.Spawns.Defers)
        {
            var list = function.Body.List;
            var index = list.IndexOf(defer);
            if (index < 1 || PackageContext.IsTest(function.File) || !package.Flow.CallsIn(function.File).Recovers(defer)
                || list[(index + 1)..].Any(s => s is not ReturnStmt plain || plain.Results.Any(r => NodeSearch.Any(r, n => n is CallExpr)))
                || !list[..index].Any(s => s is not DeferStmt && NodeSearch.Any(s, n => n is CallExpr call
                    && Callees.Of(function.File, call) is not (Builtin { Name: not "panic" } or TypeName), literals: false))
                || list[..index].Any(s => s is DeferStmt earlier && package.Flow.CallsIn(function.File).Recovers(earlier)))
            {
                continue;
            }

            var file = function.File.Tree.File;
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, defer), function.Name,
                "the recover is deferred too late: nothing comes after it, and what came before has panicked already", [],
                LateFix(function, defer)));
        }
    }

    // To the beginning, if it uses nothing that is declared on the way.
    private static ImmutableArray<Fix> LateFix(FlowFunction function, DeferStmt defer)
    {
        var file = function.File.Tree.File;
        var first = function.Body.List[0];
        if (!SourceEdits.IsFirstOnLine(file, first.Pos) || SourceEdits.RemoveLine(file, defer) is not { } removal
            || NodeSearch.Any(defer, n => n is Ident ident && function.File.UseOf(ident) is Var { Kind: VarKind.Local } local
                && local.Offset >= first.Pos && local.Offset < defer.Pos))
        {
            return [];
        }

        // The text is moved as it is; on the way out only its line, or lines, go.
        var text = file.Text(defer.Pos, defer.End);
        return [new Fix("Defer it first", true, [SourceEdits.InsertBefore(file, first.Pos, text), removal])];
    }
}
