using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>Mends a lost cancel with a deferred call.</summary>
internal static class LostCancelFix
{
    /// <summary>Names the cancel function that was assigned to the blank identifier, and defers its call.</summary>
    public static ImmutableArray<Fix> ForDropped(FlowFunction function, AssignStmt? statement, CancelSource source)
    {
        if (statement is not { Tok: TokenKind.Define } || !IsInList(function, statement)
            || Callees.Unparen(statement.Lhs[source.Result]) is not Ident blank)
        {
            return [];
        }

        var name = FreeName(function, statement.End, source.Variable);
        if (name == null)
        {
            return [];
        }

        var file = function.File.Tree.File;
        var context = source.Result > 0 ? Callees.Unparen(statement.Lhs[0]) as Ident : null;
        return
        [
            new Fix($"Keep the cancel function and defer its call", IsConfined(function, statement, context),
            [
                new TextEdit(file, blank.Pos, blank.End, name),
                SourceEdits.InsertAfter(file, statement, Deferred(name, source)),
            ]),
        ];
    }

    /// <summary>Defers the call behind the statement that makes the cancel function.</summary>
    public static ImmutableArray<Fix> ForPaths(Acquisition acquisition, List<ObligationLeak> leaks, CancelSource source)
    {
        var function = acquisition.Function;
        if (!IsInList(function, acquisition.Statement) || leaks.Exists(l => l.IsOverwrite))
        {
            return [];
        }

        var context = acquisition.Statement is AssignStmt { Lhs: [Ident first, _] } ? first : null;
        return
        [
            new Fix($"Defer the call of {acquisition.Name.Name}", IsConfined(function, acquisition.Statement, context),
                [SourceEdits.InsertAfter(function.File.Tree.File, acquisition.Statement,
                    Deferred(acquisition.Name.Name, source))]),
        ];
    }

    private static string Deferred(string name, CancelSource source) =>
        source.TakesCause ? $"defer {name}(nil)" : $"defer {name}()";

    // The statement stands in a list of statements, and not in a loop, where deferred calls would pile up.
    private static bool IsInList(FlowFunction function, Stmt statement)
    {
        if (function.Parents.Of(statement) is not (BlockStmt or CaseClause or CommClause))
        {
            return false;
        }

        for (var at = function.Parents.Of(statement); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return false;
            }
        }

        return true;
    }

    private static string? FreeName(FlowFunction function, int offset, string wanted)
    {
        foreach (var name in (ReadOnlySpan<string>)[wanted, wanted + "Ctx", wanted + "Func"])
        {
            if (function.File.Scope.Innermost(offset).LookupParent(name, out _) == null)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>
    /// True if the context ends its life in the function: a deferred cancel must not reach into a goroutine, a field or
    /// the caller.
    /// </summary>
    private static bool IsConfined(FlowFunction function, Stmt statement, Ident? context)
    {
        if (context == null || context.IsBlank || function.File.ObjectOf(context) is not Var variable
            || function.Locals.Of(variable)?.Function != function || variable.Kind is not (VarKind.Local or VarKind.Parameter))
        {
            return context is { IsBlank: true };
        }

        var search = new EscapeSearch(function, variable, statement);
        search.Visit(function.Body);
        return !search.Escapes;
    }

    private sealed class EscapeSearch(FlowFunction function, Var context, Stmt made) : SyntaxVisitor
    {
        public bool Escapes { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (Escapes || node.Name != context.Name || function.File.UseOf(node) != context)
            {
                return;
            }

            for (var at = function.Parents.Of(node); at != null && at != function.Body; at = function.Parents.Of(at))
            {
                switch (at)
                {
                    case GoStmt or FuncLit or CompositeLit or SendStmt:
                        Escapes = true;
                        return;
                    case ReturnStmt statement:
                        Escapes = statement.Results.Any(r => Callees.Unparen(r) == node || MayKeep(r));
                        return;
                    case AssignStmt assign:
                        Escapes = assign != made && assign.Rhs.Any(r => Callees.Unparen(r) == node || MayKeep(r));
                        return;
                    case ValueSpec spec:
                        Escapes = spec.Values.Any(MayKeep);
                        return;
                }
            }
        }

        // A call that is given the context may make something of it that lives on: a client, a reader, a group.
        private bool MayKeep(Expr value) =>
            function.File.TypeOf(value).Type is not { } type
            || (type is TupleType tuple ? tuple.Vars.Any(v => Keeps(v.Type)) : Keeps(type));

        private static bool Keeps(GoType type) =>
            !GoTypes.IsError(type) && GoTypes.Deref(type).Underlying is StructType or InterfaceType or Signature
                or ChanType or UnknownType;
    }
}
