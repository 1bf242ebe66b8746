using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S7Defers;

/// <summary>What the deferred calls of a function release.</summary>
internal sealed class FrameReleases
{
    private readonly List<(Var Variable, DeferStmt Defer, string State)> released = [];
    private readonly List<(AccessPath Owner, DeferStmt Defer, string Name)> unlocked = [];

    public FrameReleases(FlowFunction function)
    {
        var file = function.File;
        foreach (var (owner, defer) in function.Package.Spawns.Defers)
        {
            if (owner != function)
            {
                continue;
            }

            if (Callees.Unparen(defer.Call.Fun) is SelectorExpr selector)
            {
                if (selector.Sel.Name is "Close" or "Release" or "Rollback" && Callees.Unparen(selector.X) is Ident closed
                    && file.UseOf(closed) is Var { Kind: VarKind.Local or VarKind.Parameter } variable)
                {
                    released.Add((variable, defer, selector.Sel.Name == "Close" ? "closed" : "released"));
                }
                else if (selector.Sel.Name is "Unlock" or "RUnlock" && new PathResolver(function).Of(selector.X) is { } path
                    && !path.Steps.IsEmpty)
                {
                    unlocked.Add((new AccessPath(path.Root, path.Steps.RemoveAt(path.Steps.Length - 1)), defer, path.ToString()));
                }
            }
            else if (Callees.Unparen(defer.Call.Fun) is Ident cancel && file.UseOf(cancel) is Var { Kind: VarKind.Local } by
                && ContextOf(function, by) is { } context)
            {
                released.Add((context, defer, "cancelled"));
            }
        }
    }

    /// <summary>The first use in a goroutine of what is released by another deferred call than the one that starts it.</summary>
    public (Ident Use, DeferStmt Release, string State)? UsedBy(AsyncCleanup cleanup)
    {
        var function = cleanup.Function;
        foreach (var ident in NodeSearch.All<Ident>(cleanup.Statement))
        {
            if (function.File.UseOf(ident) is not Var { IsField: false } variable)
            {
                continue;
            }

            foreach (var (released, defer, state) in released)
            {
                if (released == variable && defer != cleanup.Defer && IsUse(function, ident))
                {
                    return (ident, defer, state);
                }
            }
        }

        return UnlockedBy(cleanup);
    }

    // Closing it once more needs it no longer; asking a context for a value does not either.
    private static bool IsUse(FlowFunction function, Ident ident) =>
        function.Parents.Of(ident) is not SelectorExpr { Sel.Name: "Close" or "Name" or "String" or "Value" };

    private (Ident Use, DeferStmt Release, string State)? UnlockedBy(AsyncCleanup cleanup)
    {
        if (unlocked.Count == 0 || NodeSearch.Any(cleanup.Statement, n => n is SelectorExpr { Sel.Name: "Lock" or "RLock" }))
        {
            return null;
        }

        var resolver = new PathResolver(cleanup.Function);
        foreach (var selector in NodeSearch.All<SelectorExpr>(cleanup.Statement))
        {
            if (cleanup.Function.File.TypeOf(selector).Type?.Underlying is MapType && resolver.Of(selector) is { } path)
            {
                foreach (var (owner, defer, name) in unlocked)
                {
                    if (path.Steps.Length == owner.Steps.Length + 1 && owner.IsPrefixOf(path))
                    {
                        return (selector.Sel, defer, $"no longer guarded by {name}");
                    }
                }
            }
        }

        return null;
    }

    // ctx, cancel := context.WithTimeout(...)
    private static Var? ContextOf(FlowFunction function, Var cancel) =>
        NodeSearch.First(function.Body, n => n is AssignStmt { Lhs: [Ident, Ident second], Rhs: [CallExpr made] }
            && function.File.ObjectOf(second) == cancel
            && Callees.NameOf(made) is { Name: "WithCancel" or "WithTimeout" or "WithDeadline" or "WithCancelCause" },
            literals: false) is AssignStmt { Lhs: [Ident first, _] }
            ? function.File.ObjectOf(first) as Var
            : null;
}
