using System.Collections.Immutable;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP201: a cancel function that is not called.</summary>
internal sealed class LostCancelRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP201", "lost-cancel", 2, RuleProfile.Leaks,
        "A cancel function is not called on a path: the context stays alive until its parent ends.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var sources = new CancelSources(package.Flow);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (sources.Of(function.File, call) is { } source)
                {
                    Check(package, function, call, source);
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, CallExpr call, CancelSource source)
    {
        if (HasCancelledParent(function, call))
        {
            return;
        }

        var use = ResultUse.Of(function, call, source.Result);
        if (use.Target is Ident { IsBlank: true })
        {
            if (!IsForTheProcess(function))
            {
                var confidence = IsShortLived(function, call, source) ? Confidence.Possible : Confidence.Proved;
                Report(package, function, call, confidence,
                    $"the cancel function of {source.Name} is dropped: {source.Consequence}", [],
                    LostCancelFix.ForDropped(function, use.Statement as AssignStmt, source));
            }
        }
        else if (use.ToField(function) is { } field)
        {
            if (IsNeverCalled(function.Package, field))
            {
                Report(package, function, call, Confidence.Likely, $"the cancel function of {source.Name} is kept in {field.Name}, which nothing "
                    + $"calls: {source.Consequence}", [], []);
            }
        }
        else if (use.ToVariable(function, call) is { } acquisition)
        {
            CheckPaths(package, acquisition, source);
        }
    }

    private void CheckPaths(PackageContext package, Acquisition acquisition, CancelSource source)
    {
        var function = acquisition.Function;
        if (IsForTheProcess(function))
        {
            return;
        }

        var leaks = ObligationCheck.Leaks(acquisition, use => EffectOf(function, use), ContextOf(acquisition),
            source.MayBeNil ? ErrorOf(acquisition) : null, source.MayBeNil);
        if (IsFromRoot(function, acquisition.Call))
        {
            // Nothing knows of such a context but what was given it, and its timer if it has one.
            leaks.RemoveAll(l => l.IsOverwrite && (!source.HasDeadline || l.Place != acquisition.Statement));
        }

        var inGoroutine = false;
        if (leaks.Count == 0 && !source.MayBeNil && !PackageContext.IsTest(function.File)
            && ObligationCheck.Heir(acquisition, use => EffectOf(function, use)) is { } heir)
        {
            leaks = ObligationCheck.LeaksOf(heir, acquisition, use => EffectOf(function, use), ContextOf(acquisition));
            inGoroutine = true;
        }

        if (leaks.Count == 0)
        {
            return;
        }

        var name = acquisition.Name.Name;
        var confidence = IsFromRoot(function, acquisition.Call) || PackageContext.IsTest(function.File)
            ? Confidence.Likely
            : Confidence.Proved;
        Report(package, function, acquisition.Call, confidence,
            $"{name} is not called {ObligationCheck.Ending(acquisition, leaks, inGoroutine)}: {source.Consequence}",
            ObligationCheck.Steps(acquisition, leaks, $"{name} made", $"calling {name}"),
            inGoroutine ? [] : LostCancelFix.ForPaths(acquisition, leaks, source));
    }

    private static Var? ContextOf(Acquisition acquisition) =>
        acquisition.Statement is AssignStmt { Lhs: [var first, ..] } && Callees.Unparen(first) is Ident context
            ? acquisition.Function.File.ObjectOf(context) as Var
            : null;

    // The error that a helper returns along with the cancel function: with an error there is nothing to cancel.
    private static Var? ErrorOf(Acquisition acquisition) =>
        acquisition.Statement is AssignStmt { Lhs: [_, _, .., var last] } && Callees.Unparen(last) is Ident error
            && acquisition.Function.File.ObjectOf(error) is Var variable && GoTypes.IsError(variable.Type)
            ? variable
            : null;

    // The parent was made here too, and its cancel function is kept: cancelling the parent cancels its children.
    private static bool HasCancelledParent(FlowFunction function, CallExpr call)
    {
        if (call.Args is not [var first, ..] || Callees.Unparen(first) is not Ident name
            || function.File.UseOf(name) is not Var parent)
        {
            return false;
        }

        foreach (var other in function.Calls)
        {
            if (other != call && other.Pos < call.Pos
                && Callees.NameOf(other)?.Name is "WithCancel" or "WithCancelCause" or "WithTimeout" or "WithDeadline"
                && function.Parents.Of(other) is AssignStmt { Lhs: [var made, var cancel] }
                && Callees.Unparen(made) is Ident context && function.File.ObjectOf(context) == parent
                && Callees.Unparen(cancel) is Ident { IsBlank: false } kept
                && (function.Parents.Of(call) is not AssignStmt { Lhs: [_, var own] }
                    || Callees.Unparen(own) is not Ident mine || mine.Name != kept.Name))
            {
                return true;
            }
        }

        return false;
    }

    // Nothing is registered with a parent that is never cancelled; and a test is over before its deadlines.
    private static bool IsShortLived(FlowFunction function, CallExpr call, CancelSource source) =>
        source.HasDeadline ? PackageContext.IsTest(function.File)
            : source.Name != "signal.NotifyContext" && IsFromRoot(function, call);

    private static bool IsFromRoot(FlowFunction function, CallExpr call) =>
        call.Args is [var parent, ..] && Callees.Unparen(parent) is CallExpr made
        && (Callees.IsPackageFunction(function.File, made, "context", "Background")
            || Callees.IsPackageFunction(function.File, made, "context", "TODO"));

    private void Report(PackageContext package, FlowFunction function, CallExpr call, Confidence confidence, string message,
        ImmutableArray<RelatedPlace> related, ImmutableArray<Fix> fixes) =>
        package.Report(new Finding(Rule, confidence, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            message, related, fixes));

    // What main and init make lives as long as the process.
    private static bool IsForTheProcess(FlowFunction function) =>
        function.Syntax is FuncDecl { Recv: null, Name.Name: var name }
        && (name == "init" || (name == "main" && function.Package.Package.Package.Name == "main"));

    private static UseEffect EffectOf(FlowFunction function, Ident use)
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
            case BinaryExpr:
                return UseEffect.None;
            case AssignStmt assign when assign.Rhs.IndexOf((Expr)at) is >= 0 and var index:
                if (index >= assign.Lhs.Length || Callees.Unparen(assign.Lhs[index]) is Ident { IsBlank: true })
                {
                    return UseEffect.None;
                }

                return Callees.Unparen(assign.Lhs[index]) is SelectorExpr { Sel: var name }
                    && function.File.UseOf(name) is Var { IsField: true } field && IsNeverCalled(function.Package, field)
                    ? UseEffect.None
                    : UseEffect.Discharges;
            case AssignStmt:
                return UseEffect.None;
            case KeyValueExpr { Key: Ident key } pair when pair.Value == at:
                return function.File.UseOf(key) is Var { IsField: true } set && IsNeverCalled(function.Package, set)
                    ? UseEffect.None
                    : UseEffect.Discharges;
            case CallExpr call when call.Fun != at && call.Args.IndexOf((Expr)at) is >= 0 and var index:
                return Callees.FunctionOf(function.File, call) is { } callee
                    && function.Package.FunctionOf(callee) is { } body && IgnoresParameter(body, index)
                    ? UseEffect.None
                    : UseEffect.Discharges;
            default:
                return UseEffect.Discharges;
        }
    }

    private static bool IgnoresParameter(FlowFunction function, int index)
    {
        foreach (var field in function.Type.Params.List)
        {
            if (field.Names.IsEmpty)
            {
                return field.Type is not Ellipsis;
            }

            foreach (var name in field.Names)
            {
                if (index-- == 0)
                {
                    return field.Type is not Ellipsis && (name.IsBlank
                        || (function.File.DefOf(name) is Var parameter && !UseSearch.Uses(function, parameter)));
                }
            }
        }

        return false;
    }

    // A field that only this package can see, and in which nothing reads it.
    private static bool IsNeverCalled(FlowPackage package, Var field)
    {
        if (field.Exported || field.Package != package.Package.Package || field.Embedded)
        {
            return false;
        }

        foreach (var use in package.FieldUses.Of(field))
        {
            var isSet = use.Parent is KeyValueExpr
                || (use.Function?.Parents.Of(use.Parent) is AssignStmt assign && assign.Lhs.Contains(use.Parent))
                || use.Function?.Parents.Of(use.Parent) is BinaryExpr;
            if (!isSet)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class UseSearch(TypedFile file, Var variable) : SyntaxVisitor
    {
        private bool found;

        public static bool Uses(FlowFunction function, Var variable)
        {
            var search = new UseSearch(function.File, variable);
            search.Visit(function.Body);
            return search.found;
        }

        public override void VisitIdent(Ident node) =>
            found |= node.Name == variable.Name && file.UseOf(node) == variable;
    }
}
