using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Mends a missing unlock: a deferred one if nothing else changes by it, or one before each return.</summary>
internal static class MissingUnlockFix
{
    /// <summary>The fixes for the leaks of one place where a lock is taken, the best first.</summary>
    public static ImmutableArray<Fix> For(FunctionLocks here, LockKey key, List<LockLeak> leaks,
        PathExploration<LockState> exploration, bool isReleased)
    {
        if (!isReleased)
        {
            // Whether the lock, or the missing unlock, is the mistake cannot be told.
            return [];
        }

        var fixes = ImmutableArray.CreateBuilder<Fix>();
        if (Unlock(here, key, leaks[0].Site) is not { } unlock)
        {
            return [];
        }

        if (Defer(here, key, leaks[0].Site, unlock) is { } deferred)
        {
            fixes.Add(deferred);
        }

        if (BeforeLeaving(here, leaks, exploration, unlock, fixes.Count == 0) is { } before)
        {
            fixes.Add(before);
        }

        return fixes.ToImmutable();
    }

    private static string? Unlock(FunctionLocks here, LockKey key, LockEvent site)
    {
        var file = here.Function.File.Tree.File;
        foreach (var e in here.EventsOf(key))
        {
            if (e is { Kind: LockEventKind.Release, Syntax: CallExpr or SendStmt or UnaryExpr })
            {
                return file.Text(e.Syntax.Pos, e.Syntax.End);
            }
        }

        return site.Syntax is CallExpr { Fun: SelectorExpr { Sel.Name: "Lock" or "RLock" } method } taken
            ? file.Text(method.X.Pos, method.X.End) + (key.IsRead ? ".RUnlock" : ".Unlock")
                + file.Text(taken.Lparen, taken.End)
            : null;
    }

    private static Fix? Defer(FunctionLocks here, LockKey key, LockEvent site, string unlock)
    {
        var function = here.Function;
        var file = function.File.Tree.File;
        if (here.EventsOf(key).Any(e => e is { Kind: LockEventKind.Release, Syntax: not CallExpr })
            || function.Parents.Of(site.Syntax) is not ExprStmt statement || !function.Body.List.Contains(statement)
            || !SourceEdits.IsFirstOnLine(file, statement.Pos) || !SourceEdits.IsLastOnLine(file, statement.End))
        {
            return null;
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        edits.Add(SourceEdits.InsertAfter(file, statement, "defer " + unlock));
        foreach (var e in here.EventsOf(key))
        {
            if (e == site)
            {
                continue;
            }

            if (e.Kind != LockEventKind.Release || function.Parents.Of(e.Syntax) is not ExprStmt release
                || !IsBeforeExit(function, release) || SourceEdits.RemoveLine(file, release) is not { } removal)
            {
                return null;
            }

            edits.Add(removal);
        }

        return new Fix($"Defer {unlock} behind the lock", true, edits.ToImmutable());
    }

    // The lock is held no longer by a deferred unlock: nothing that could wait comes between here and the exit.
    private static bool IsBeforeExit(FlowFunction function, ExprStmt release)
    {
        var list = function.Parents.Of(release) switch
        {
            BlockStmt block => block.List,
            CaseClause clause => clause.Body,
            CommClause clause => clause.Body,
            _ => [],
        };
        var next = list.IndexOf(release) + 1;
        return next < list.Length
            ? list[next] is ReturnStmt statement && statement.Results.All(r => !CallsSomething(function.File, r))
            : next > 0 && function.Parents.Of(release) == function.Body;
    }

    private static Fix? BeforeLeaving(FunctionLocks here, List<LockLeak> leaks,
        PathExploration<LockState> exploration, string unlock, bool preferred)
    {
        var function = here.Function;
        var file = function.File.Tree.File;
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        foreach (var leak in leaks)
        {
            switch (leak)
            {
                case { Kind: LockLeakKind.Return, Place: ReturnStmt statement }
                    when statement.Results.All(r => IsIndependent(function, r)):
                    edits.Add(SourceEdits.InsertBefore(file, statement.Pos, unlock));
                    break;
                case { Kind: LockLeakKind.Return, Place: BlockStmt { Rbrace: >= 0 } body }
                    when SourceEdits.IsFirstOnLine(file, body.Rbrace):
                    edits.Add(SourceEdits.InsertBefore(file, body.Rbrace, unlock, deeper: true));
                    break;
                case { Kind: LockLeakKind.Panic, Place: ExprStmt statement }:
                    edits.Add(SourceEdits.InsertBefore(file, statement.Pos, unlock));
                    break;
                case { Kind: LockLeakKind.Relock or LockLeakKind.Renew }:
                    break;
                default:
                    return null;
            }
        }

        var branches = LoopFix.Branches(here, exploration, leaks, out var areAll);
        if (!areAll)
        {
            return null;
        }

        foreach (var branch in branches)
        {
            edits.Add(SourceEdits.InsertBefore(file, branch.Pos, unlock));
        }

        return edits.Count > 0 ? new Fix($"Call {unlock} before leaving", preferred, edits.ToImmutable()) : null;
    }

    /// <summary>True if the value does not depend on what the lock guards, so that it may be evaluated behind the unlock.</summary>
    private static bool IsIndependent(FlowFunction function, Expr expression)
    {
        var file = function.File;
        expression = Callees.Unparen(expression);
        if (file.TypeOf(expression) is { Value: not null } or { IsNil: true })
        {
            return true;
        }

        return expression switch
        {
            BasicLit => true,
            Ident ident => file.UseOf(ident) is Var variable
                && (variable.Kind == VarKind.Package || function.Locals.Of(variable) is { IsPrivate: true }),
            SelectorExpr selector => file.SelectionOf(selector) == null,
            UnaryExpr { Op: TokenKind.And, X: CompositeLit inner } => IsIndependent(function, inner),
            UnaryExpr { Op: not TokenKind.Arrow } unary => IsIndependent(function, unary.X),
            BinaryExpr binary => IsIndependent(function, binary.X) && IsIndependent(function, binary.Y),
            CompositeLit literal => literal.Elts.All(e =>
                IsIndependent(function, e is KeyValueExpr pair ? pair.Value : e)),
            CallExpr call => IsHarmless(file, call) && call.Args.All(a => IsIndependent(function, a)),
            _ => false,
        };
    }

    private static bool IsHarmless(TypedFile file, CallExpr call) =>
        file.TypeOf(call.Fun).IsType
        || Callees.FunctionOf(file, call) is { IsMethod: false, Package.Path: "errors" or "fmt" or "strconv" or "strings" };

    private static bool CallsSomething(TypedFile file, Expr expression)
    {
        var finder = new CallSearch(file);
        finder.Visit(expression);
        return finder.Found;
    }

    private sealed class CallSearch(TypedFile file) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitCallExpr(CallExpr node)
        {
            Found |= !file.TypeOf(node.Fun).IsType && Callees.Of(file, node) is not Builtin && !IsHarmless(file, node);
            base.VisitCallExpr(node);
        }

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            Found |= node.Op == TokenKind.Arrow;
            base.VisitUnaryExpr(node);
        }

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }
}
