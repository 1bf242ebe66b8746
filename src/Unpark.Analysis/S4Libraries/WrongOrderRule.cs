using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>UP406: what is closed under the hands of a goroutine.</summary>
internal sealed class WrongOrderRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP406", "closed-in-wrong-order", 4, RuleProfile.Strict,
        "Something is closed while a goroutine that uses it may still run.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var made in package.Lifecycles.Calls)
        {
            var (function, call, lifecycle, _) = made;
            package.Cancellation.ThrowIfCancellationRequested();
            if (!lifecycle.IsReceiver && lifecycle.Field == null && !PackageContext.IsTest(function.File)
                && ResultUse.Of(function, call, lifecycle.Result).ToVariable(function, call) is { } acquisition)
            {
                Check(package, acquisition, lifecycle);
            }
        }
    }

    private void Check(PackageContext package, Acquisition acquisition, Lifecycle lifecycle)
    {
        var function = acquisition.Function;
        var uses = new IdentSearch(function.File, acquisition.Variable);
        uses.Visit(function.Body);
        DeferStmt? close = null;
        GoStmt? user = null;
        foreach (var use in uses.Found)
        {
            var released = LifecycleUses.IsReleased(function, use, lifecycle);
            var (defer, started) = Around(function, use);
            if (started != null && released)
            {
                // The goroutine ends it itself.
                return;
            }

            user ??= started;
            close ??= released && started == null ? defer : null;
        }

        if (close == null || user == null || function.Parents.Of(close) != function.Body)
        {
            return;
        }

        var waits = new WaitSearch(function.File, user.End);
        waits.Visit(function.Body);
        var name = acquisition.Name.Name;
        string message;
        if (waits.Deferred is { } wait && wait.Pos < close.Pos)
        {
            var file = function.File.Tree.File;
            message = $"{name} is closed when the function returns, before {file.Text(wait.Call.Fun.Pos, wait.Call.Fun.End)}, "
                + "which was deferred earlier and so comes later";
        }
        else if (waits.Deferred == null && !waits.Waits)
        {
            var line = function.File.Tree.File.PositionOf(user.Pos).Line;
            message = $"{name} is closed when the function returns, while the goroutine started at line {line} may still use it";
        }
        else
        {
            return;
        }

        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, close), function.Name, message,
            [
                new RelatedPlace(SourceSpan.Of(function.File.Tree.File, acquisition.Call), $"{name} made here"),
                new RelatedPlace(SourceSpan.Of(function.File.Tree.File, user), "a goroutine that uses it is started here"),
            ], []));
    }

    // The statement of the function that defers what a use is in, or starts a goroutine with it.
    private static (DeferStmt? Defer, GoStmt? Go) Around(FlowFunction function, Ident use)
    {
        DeferStmt? defer = null;
        GoStmt? start = null;
        for (var at = function.Parents.Of(use); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            defer = at as DeferStmt ?? defer;
            start = at as GoStmt ?? start;
        }

        return (defer, start);
    }

    /// <summary>Looks for whatever may wait for the goroutine behind its start.</summary>
    private sealed class WaitSearch(TypedFile file, int start) : SyntaxVisitor
    {
        public bool Waits { get; private set; }

        public DeferStmt? Deferred { get; private set; }

        public override void VisitDeferStmt(DeferStmt node)
        {
            if (Callees.NameOf(node.Call)?.Name == "Wait")
            {
                Deferred ??= node;
            }

            // A deferred function may wait too.
            if (Callees.Unparen(node.Call.Fun) is FuncLit literal)
            {
                Visit(literal.Body);
            }
        }

        public override void VisitGoStmt(GoStmt node)
        {
        }

        public override void VisitCallExpr(CallExpr node)
        {
            // Whoever serves or copies until the other side ends waits too, in its way.
            Waits |= node.Pos > start && Callees.NameOf(node)?.Name is { } name
                && (name.Contains("Wait", StringComparison.Ordinal) || name.Contains("Serve", StringComparison.Ordinal)
                    || name.Contains("Run", StringComparison.Ordinal) || name is "Copy" or "Lock" or "Do" or "Accept" or "Read");
            base.VisitCallExpr(node);
        }

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            Waits |= node.Op == TokenKind.Arrow && node.Pos > start;
            base.VisitUnaryExpr(node);
        }

        public override void VisitSelectStmt(SelectStmt node) => Waits |= node.Pos > start;

        public override void VisitRangeStmt(RangeStmt node)
        {
            Waits |= node.Pos > start && file.TypeOf(node.X).Type?.Underlying is ChanType;
            base.VisitRangeStmt(node);
        }
    }
}
