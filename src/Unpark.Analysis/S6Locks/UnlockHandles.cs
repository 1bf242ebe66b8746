using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// The functions that a call gives besides a lock it takes, and that give the lock back: <c>unlock := s.lock()</c>.
/// </summary>
internal sealed class UnlockHandles
{
    private readonly PackageLocks locks;
    private readonly FlowFunction function;
    private readonly PathResolver paths;

    public UnlockHandles(PackageLocks locks, FlowFunction function)
    {
        this.locks = locks;
        this.function = function;
        paths = new PathResolver(function);
    }

    /// <summary>The results of a call that give back locks which the call takes.</summary>
    public IEnumerable<(int Result, LockKey Key, bool IsStandard)> Of(CallExpr call)
    {
        if (Callees.FunctionOf(function.File, call) is not { } callee || locks.Package.FunctionOf(callee) is not { } body
            || !locks.Touches(body))
        {
            yield break;
        }

        foreach (var (result, key, isStandard) in locks.SummaryOf(body).Handles)
        {
            if (CallTranslation.Translate(paths, call, body, key) is { } known)
            {
                yield return (result, known, isStandard);
            }
        }
    }

    /// <summary>The call whose result a variable always holds, and which result that is; or null.</summary>
    public (CallExpr Call, int Result)? CallThatGives(Var variable)
    {
        if (variable.Type.Underlying is not Signature || function.Locals.Of(variable) is not { Assignments: 1, IsPrivate: true } local)
        {
            return null;
        }

        if (local.Initializer is { } value)
        {
            return Callees.Unparen(value) is CallExpr call ? (call, 0) : null;
        }

        return NodeSearch.All<AssignStmt>(function.Root.Body).Select(a => ResultOf(a, variable)).FirstOrDefault(r => r != null);
    }

    /// <summary>True if what becomes of a result is seen: it is dropped, called, or kept in a variable that is not changed.</summary>
    public bool IsFollowed(CallExpr call, int result) => function.Parents.Of(call) switch
    {
        ExprStmt => true,
        CallExpr outer => outer.Fun == call,
        AssignStmt { Tok: TokenKind.Define } assign when result < assign.Lhs.Length && assign.Lhs[result] is Ident name =>
            name.IsBlank || (function.File.DefOf(name) is Var variable && CallThatGives(variable)?.Call == call),
        _ => false,
    };

    // unlock, err := s.lock()
    private (CallExpr Call, int Result)? ResultOf(AssignStmt assign, Var variable)
    {
        if (assign is not { Tok: TokenKind.Define, Lhs.Length: > 1, Rhs: [var only] } || Callees.Unparen(only) is not CallExpr call)
        {
            return null;
        }

        for (var i = 0; i < assign.Lhs.Length; i++)
        {
            if (assign.Lhs[i] is Ident name && function.File.DefOf(name) == variable)
            {
                return (call, i);
            }
        }

        return null;
    }

    /// <summary>The results of a function that give back the locks it returns with.</summary>
    public static ImmutableArray<(int Result, LockKey Key, bool IsStandard)> Of(PackageLocks locks, FunctionLocks here,
        IEnumerable<(LockKey Key, LockEffect Effect, bool IsStandard)> effects)
    {
        if (here.Function.Type.Results is not { } results
            || !results.List.Any(f => f.Type is { } type && here.Function.File.TypeOf(type).Type?.Underlying is Signature))
        {
            return [];
        }

        var handles = ImmutableArray.CreateBuilder<(int, LockKey, bool)>();
        foreach (var (key, effect, isStandard) in effects)
        {
            if (effect is LockEffect.Acquires or LockEffect.AcquiresUnlessError && ResultThatUnlocks(locks, here, key) is { } result)
            {
                handles.Add((result, key, isStandard));
            }
        }

        return handles.ToImmutable();
    }

    // The same one wherever the function returns with the lock.
    private static int? ResultThatUnlocks(PackageLocks locks, FunctionLocks here, LockKey key)
    {
        var found = (int?)null;
        foreach (var (_, edge, state, _) in here.Explore(key, true, out _).Exits)
        {
            if (edge.Kind != FlowEdgeKind.Return || state.Status != LockStatus.Held)
            {
                continue;
            }

            var index = edge.Syntax is ReturnStmt statement ? IndexOfRelease(locks, here, key, statement) : null;
            if (index == null || (found != null && found != index))
            {
                return null;
            }

            found = index;
        }

        return found;
    }

    private static int? IndexOfRelease(PackageLocks locks, FunctionLocks here, LockKey key, ReturnStmt statement)
    {
        for (var i = 0; i < statement.Results.Length; i++)
        {
            if (GivesBack(locks, here.Function, statement.Results[i], key))
            {
                return i;
            }
        }

        return null;
    }

    private static bool GivesBack(PackageLocks locks, FlowFunction function, Expr value, LockKey key)
    {
        value = Callees.Unparen(value);
        switch (value)
        {
            case FuncLit literal:
                return locks.Package.FunctionOf(literal) is { } body
                    && locks.SummaryOf(body).Effects.Any(e => e.Key == key && e.Effect == LockEffect.Releases);
            case SelectorExpr method:
                return LockMethods.Of(locks.Package, function.File, method) is { Action: LockAction.Release } release
                    && new PathResolver(function).ReceiverOf(method) is { } path
                    && new LockKey(path, release.IsRead) == key;
            case Ident ident when function.File.UseOf(ident) is Var { IsField: false } variable
                && function.Locals.Of(variable)?.OnlyValue is { } only && Callees.Unparen(only) is FuncLit or SelectorExpr:
                return GivesBack(locks, function, only, key);
            default:
                return false;
        }
    }
}
