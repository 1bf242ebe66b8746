using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Releases with a deferred call what is not released.</summary>
internal static class LifecycleFix
{
    /// <summary>The fix of a variable that is not released on some path.</summary>
    public static ImmutableArray<Fix> ForPaths(Acquisition acquisition, Lifecycle lifecycle, List<ObligationLeak> leaks,
        List<Ident> uses, LifecycleUses effects, Var? error)
    {
        var function = acquisition.Function;
        if (lifecycle.IsReceiver || lifecycle.OnlyIfNever || !acquisition.Holders.IsEmpty || leaks.Exists(l => l.IsOverwrite)
            || function.Parents.Of(acquisition.Statement) is not (BlockStmt or CaseClause or CommClause)
            || LifecycleCheck.IsInLoop(function, acquisition.Statement)
            || lifecycle.Releases is not [{ Name: { Length: > 0 } release } first, ..])
        {
            return [];
        }

        // What is handed on on another path is not to be released here.
        DeferStmt? late = null;
        var isReleased = false;
        foreach (var use in uses)
        {
            if (LifecycleUses.IsReleased(function, use, lifecycle))
            {
                isReleased = true;
                late ??= DeferOf(function, use);
            }
            else if (effects.Of(function, use, lifecycle) == UseEffect.Discharges)
            {
                return [];
            }
        }

        if (GuardOf(acquisition, error) is not { } guard)
        {
            return [];
        }

        var file = function.File.Tree.File;
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        var argument = "";
        if (first.TakesContext)
        {
            if (Imports.Use(function.File, acquisition.Statement.Pos, "context") is not var (context, import))
            {
                return [];
            }

            argument = context + ".Background()";
            if (import != null)
            {
                edits.Add(import);
            }
        }

        var what = lifecycle.Field == null ? acquisition.Name.Name : $"{acquisition.Name.Name}.{lifecycle.Field}";
        var call = $"{what}.{release}({argument})";
        edits.Add(SourceEdits.InsertAfter(file, guard, "defer " + call));
        if (late != null && SourceEdits.RemoveLine(file, late) is { } removed)
        {
            edits.Add(removed);
            isReleased = uses.Count(u => LifecycleUses.IsReleased(function, u, lifecycle)) > 1;
        }

        // Twice does no harm to a body, rows or a transaction; of others it may be an error that somebody looks at.
        var preferred = !isReleased || lifecycle.Rule is "UP402" or "UP403";
        return [new Fix($"Defer {call}", preferred, edits.ToImmutable())];
    }

    // defer x.Close() as a statement of its own.
    private static DeferStmt? DeferOf(FlowFunction function, Ident use)
    {
        Node? at = use;
        while (at is Ident or SelectorExpr or CallExpr or ParenExpr)
        {
            at = function.Parents.Of(at);
        }

        return at as DeferStmt;
    }

    /// <summary>The statement behind which the value is there: the one that checks the error, or the one that makes it.</summary>
    private static Stmt? GuardOf(Acquisition acquisition, Var? error)
    {
        if (error == null)
        {
            return acquisition.Statement;
        }

        var function = acquisition.Function;
        var list = function.Parents.Of(acquisition.Statement) switch
        {
            BlockStmt block => block.List,
            CaseClause clause => clause.Body,
            CommClause clause => clause.Body,
            _ => [],
        };
        var index = list.IndexOf(acquisition.Statement);
        return index >= 0 && index + 1 < list.Length
            && list[index + 1] is IfStmt { Init: null, Else: null, Cond: var condition, Body.List: [.., var last] } guard
            && Callees.Unparen(condition) is BinaryExpr { Op: TokenKind.Neq, X: Ident name } check
            && function.File.UseOf(name) == error && function.File.TypeOf(check.Y).IsNil
            && last is ReturnStmt or BranchStmt { Tok: TokenKind.Continue or TokenKind.Break or TokenKind.Goto }
                ? guard
                : null;
    }
}
