using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S7Defers;

/// <summary>A go statement that runs while something is cleaned up: in a deferred function, or in a Close or Stop.</summary>
/// <param name="Function">The function or literal the statement is in.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Defer">The defer statement that runs the function; null if the function is a clean-up by its name.</param>
/// <param name="Frame">The function that defers, or the clean-up.</param>
internal sealed record AsyncCleanup(FlowFunction Function, GoStmt Statement, DeferStmt? Defer, FlowFunction Frame)
{
    /// <summary>The clean-ups of a package that are started in goroutines, in source order; those of tests are left out.</summary>
    public static List<AsyncCleanup> In(FlowPackage package)
    {
        var found = new List<AsyncCleanup>();
        var spawns = package.Spawns;
        if (spawns.Goes.IsEmpty)
        {
            return found;
        }

        var deferred = new Dictionary<FlowFunction, (FlowFunction Frame, DeferStmt Statement)>();
        foreach (var (function, statement) in spawns.Defers)
        {
            if (package.TargetOf(function.File, statement.Call) is { } target)
            {
                deferred.TryAdd(target, (function, statement));
            }
        }

        foreach (var (function, statement) in spawns.Goes)
        {
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            if (deferred.TryGetValue(function, out var by)
                && (function.Object is not { } called || OnlyCleansUp(function)
                    || (IsCleanupName(called.Name) && CleansUp(package, function, statement))))
            {
                found.Add(new AsyncCleanup(function, statement, by.Statement, by.Frame));
            }
            else if (function.Object is { } named && IsCleanupName(named.Name) && CleansUp(package, function, statement))
            {
                found.Add(new AsyncCleanup(function, statement, null, function));
            }
        }

        return found;
    }

    /// <summary>The code that the goroutine runs: the body of its function if that is in the package, and its arguments.</summary>
    public IEnumerable<(TypedFile File, Node Code)> Code()
    {
        yield return (Function.File, Statement.Call);
        if (Function.Package.TargetOf(Function.File, Statement.Call) is { Object: not null } target)
        {
            yield return (target.File, target.Body);
        }
    }

    /// <summary>
    /// True if the function goes on to wait for something, such as a command that the goroutine writes to, or recovers or
    /// starts itself: a restart is no clean-up.
    /// </summary>
    public bool IsWaitedFor => Restarts || RunsCommand || Waiting.Waits(Function.File, Function.Body, Statement)
        || (Defer != null && Waiting.Waits(Frame.File, Defer, Statement))
        || NodeSearch.Any(Function.Body, n => n is CallExpr { Fun: Ident { Name: "recover" } }, literals: false);

    /// <summary>
    /// True if it is plain that the function is not to wait: what it starts is no clean-up by its name, or goes on with what
    /// the function returns; the caller holds a lock; or on another path the function does the same itself.
    /// </summary>
    public bool IsMeant => Frame.Object is { Name: var frame } && frame.EndsWith("Locked", StringComparison.Ordinal)
        || (Callees.Unparen(Statement.Call.Fun) is SelectorExpr { X: var receiver, Sel.Name: var called }
            && ((Defer != null && !IsCleanupName(called)) || IsReturned(receiver) || IsDoneHereToo));

    private bool IsReturned(Expr receiver) => Defer != null && Callees.Unparen(receiver) is Ident name
        && Function.File.UseOf(name) is Var variable
        && (variable.Kind == VarKind.Result || NodeSearch.All<ReturnStmt>(Frame.Body, literals: false).Exists(r =>
            r.Results.Any(v => Callees.Unparen(v) is Ident given && Frame.File.UseOf(given) == variable)));

    private bool IsDoneHereToo
    {
        get
        {
            var file = Function.File.Tree.File;
            var text = file.Text(Statement.Call.Pos, Statement.Call.End);
            return NodeSearch.Any(Function.Body, n => n is CallExpr call && call != Statement.Call
                && file.Text(call.Pos, call.End) == text && Function.Parents.Of(call) is not (GoStmt or DeferStmt), literals: false);
        }
    }

    private bool Restarts => Function.Package.TargetOf(Function.File, Statement.Call) is { } target
        && (target == Frame || target == Function.Root || (target.Object is { Name: var name } && IsBeginning(name)));

    private bool RunsCommand => NodeSearch.Any(Function.Body, node => node is CallExpr call && call.Pos > Statement.End
        && Callees.FunctionOf(Function.File, call) is { IsMethod: true, Package.Path: "os/exec" });

    // What is begun is no clean-up, whenever it is.
    private static bool IsBeginning(string name)
    {
        foreach (var word in (ReadOnlySpan<string>)["init", "start", "run", "serve", "watch", "listen", "monitor", "poll"])
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if others know of the goroutine, or can end it.</summary>
    public bool TakesPart => Code().Any(c => Waiting.TakesPart(Function.Package, c.File, c.Code));

    /// <summary>True if the goroutine, or what it calls of the package, limits its time.</summary>
    public bool HasDeadline => Code().Any(c => Waiting.HasDeadline(c.File, c.Code))
        || NodeSearch.All<CallExpr>(Statement).Exists(call => Function.Package.TargetOf(Function.File, call) is { Object: not null } called
            && Waiting.HasDeadline(called.File, called.Body));

    /// <summary>What the goroutine does, for a message.</summary>
    public string Called => Callees.Unparen(Statement.Call.Fun) is FuncLit
        ? "a goroutine"
        : Function.File.Tree.File.Text(Statement.Call.Fun.Pos, Statement.Call.Fun.End) is { Length: < 60 } text && !text.Contains('\n')
            ? text + " in a goroutine"
            : "a goroutine";

    /// <summary>True for the name of a function that ends or releases something.</summary>
    public static bool IsCleanupName(string name)
    {
        ReadOnlySpan<string> words =
            ["Close", "Stop", "Shutdown", "Cleanup", "CleanUp", "Teardown", "TearDown", "Dispose", "Terminate", "Finish", "Finalize"];
        foreach (var word in words)
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (name.Length == word.Length || !char.IsLower(name[word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    // A declared function that is deferred somewhere and called for other purposes elsewhere is no clean-up.
    private static bool OnlyCleansUp(FlowFunction function) =>
        function.Package.Spawns.Defers.Count(d =>
            function.Package.TargetOf(d.Function.File, d.Statement.Call) == function)
            == function.Package.CallGraph.CallersOf(function).Count;

    // go x.Close(), go func() { x.Close() }()
    private static bool CleansUp(FlowPackage package, FlowFunction function, GoStmt statement)
    {
        if (Callees.Unparen(statement.Call.Fun) is FuncLit literal)
        {
            return literal.Body.List is [ExprStmt { X: CallExpr inner }] && IsCleanup(inner);
        }

        return IsCleanup(statement.Call);

        bool IsCleanup(CallExpr call) => Callees.NameOf(call) is { } name && IsCleanupName(name.Name)
            && Callees.Unparen(call.Fun) is SelectorExpr { X: var receiver }
            && !(receiver is Ident qualifier && function.File.UseOf(qualifier) is PkgName)
            && package.TargetOf(function.File, call) != function;
    }
}
