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
                var confidence = IsShortLived(function, call) ? Confidence.Possible : Confidence.Proved;
                Report(package, function, call, confidence,
                    $"the cancel function of {source.Name} is dropped: {source.Consequence}", [],
                    LostCancelFix.ForDropped(function, use.Statement as AssignStmt, source));
            }
        }
        else if (use.ToField(function) is { } field)
        {
            if (CancelUses.IsNeverCalled(function.Package, field))
            {
                Report(package, function, call, PackageContext.IsTest(function.File) ? Confidence.Possible : Confidence.Likely,
                    $"the cancel function of {source.Name} is kept in {field.Name}, which nothing "
                    + $"calls: {source.Consequence}", [], []);
            }
            else if (FreshOwner.Of(function, call, use, field) is { } owner)
            {
                CheckOwner(package, owner, field, source);
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

        Func<Ident, UseEffect> effectOf = source.Method == null
            ? use => CancelUses.Of(function, use)
            : use => CancelUses.OfGroup(function, use);
        var context = ContextOf(acquisition, source);
        var isRoot = ContextRoots.IsFromRoot(function, acquisition.Call);
        var leaks = ObligationCheck.Leaks(acquisition, effectOf, context,
            source.MayBeNil ? ErrorOf(acquisition) : null, source.MayBeNil);
        if (isRoot)
        {
            // Nothing knows of such a context but what was given it, and its timer if it has one.
            leaks.RemoveAll(l => l.IsOverwrite && (!source.HasDeadline || l.Place != acquisition.Statement));
        }

        var inGoroutine = false;
        if (leaks.Count == 0 && !source.MayBeNil && !PackageContext.IsTest(function.File)
            && ObligationCheck.Heir(acquisition, effectOf) is { } heir)
        {
            leaks = ObligationCheck.LeaksOf(heir, acquisition, effectOf, context);
            inGoroutine = true;
        }

        if (leaks.Count == 0)
        {
            if (source.Method == null && FreshOwner.Of(acquisition) is var (owner, field))
            {
                CheckOwner(package, owner, field, source);
            }

            return;
        }

        var name = acquisition.Name.Name + (source.Method == null ? "" : "." + source.Method);
        var confidence = PackageContext.IsTest(function.File)
            || (isRoot && inGoroutine && !source.HasDeadline && !IsHandedOn(function, context)) ? Confidence.Possible
            : isRoot || source.IsForeign ? Confidence.Likely
            : Confidence.Proved;
        Report(package, function, acquisition.Call, confidence,
            $"{name} is not called {ObligationCheck.Ending(acquisition, leaks, inGoroutine)}: {source.Consequence}",
            ObligationCheck.Steps(acquisition, leaks, $"{name} made", $"calling {name}"),
            inGoroutine || source.Method != null ? [] : LostCancelFix.ForPaths(acquisition, leaks, source));
    }

    // The cancel function is in a field of an object that is made here: on the ways on which nobody else is given the object,
    // nobody can call it.
    private void CheckOwner(PackageContext package, Acquisition owner, Var field, CancelSource source)
    {
        var function = owner.Function;
        if (PackageContext.IsTest(function.File) || IsForTheProcess(function) || ContextRoots.IsFromRoot(function, owner.Call))
        {
            return;
        }

        var leaks = ObligationCheck.Leaks(owner, use => CancelUses.OfOwner(function, use, field));
        if (leaks.Count > 0)
        {
            var name = $"{owner.Name.Name}.{field.Name}";
            Report(package, function, owner.Call, Confidence.Likely,
                $"{name} is not called {ObligationCheck.Ending(owner, leaks)}, where nobody else has {owner.Name.Name}: {source.Consequence}",
                ObligationCheck.Steps(owner, leaks, $"{name} made", $"calling {name}"), []);
        }
    }

    // Nothing is registered with a parent that is never cancelled; but what waits for the context goes on waiting.
    private static bool IsHandedOn(FlowFunction function, Var? context) => context != null
        && NodeSearch.Any(function.Body, node => node switch
        {
            GoStmt go => NodeSearch.Names(function.File, go.Call, context),
            KeyValueExpr { Value: Ident value } => function.File.UseOf(value) == context,
            AssignStmt { Lhs: [SelectorExpr], Rhs: [Ident value] } => function.File.UseOf(value) == context,
            _ => false,
        });

    private static Var? ContextOf(Acquisition acquisition, CancelSource source) =>
        acquisition.Statement is AssignStmt { Lhs: { Length: > 1 } targets }
            && Callees.Unparen(targets[source.Result == 0 ? 1 : 0]) is Ident context
            ? acquisition.Function.File.ObjectOf(context) as Var
            : null;

    // The error that a helper returns along with the cancel function: with an error there is nothing to cancel.
    private static Var? ErrorOf(Acquisition acquisition) =>
        acquisition.Statement is AssignStmt { Lhs: [_, .., var last] } && Callees.Unparen(last) is Ident error
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

    // Nothing is registered with a parent that is never cancelled; and a test is over before it matters.
    private static bool IsShortLived(FlowFunction function, CallExpr call) => PackageContext.IsTest(function.File)
        || (Callees.NameOf(call)?.Name is "WithCancel" or "WithCancelCause" && ContextRoots.IsFromRoot(function, call));

    private void Report(PackageContext package, FlowFunction function, CallExpr call, Confidence confidence, string message,
        ImmutableArray<RelatedPlace> related, ImmutableArray<Fix> fixes) =>
        package.Report(new Finding(Rule, confidence, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            message, related, fixes));

    // What main and init make lives as long as the process.
    private static bool IsForTheProcess(FlowFunction function) =>
        function.Syntax is FuncDecl { Recv: null, Name.Name: var name }
        && (name == "init" || (name == "main" && function.Package.Package.Package.Name == "main"));
}
