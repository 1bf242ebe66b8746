using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Finds out how function literals are run.</summary>
internal static class LiteralRuns
{
    /// <summary>How a literal is run, and the statement or call that runs it.</summary>
    public static (LiteralRun Run, Node Place) Of(FlowFunction literal)
    {
        Node at = literal.Syntax;
        var parents = literal.Parents;
        var parent = parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = parents.Of(at);
        }

        switch (parent)
        {
            case CallExpr call when call.Fun == at:
                return OfCall(literal, call);
            case CallExpr call when IsStarter(literal.File, call):
                return parents.Of(call) is DeferStmt or GoStmt ? (LiteralRun.Unknown, call) : (LiteralRun.Started, call);
            case CallExpr call when Callees.NameOf(call)?.Name == "Do" && call.Args.Length == 1
                && Callees.FunctionOf(literal.File, call) is { Package.Path: "sync" }:
                return (LiteralRun.Called, call);
            case AssignStmt { Lhs: [Ident name], Rhs.Length: 1, Tok: TokenKind.Define }:
                return OfVariable(literal, name);
            default:
                return (LiteralRun.Unknown, at);
        }
    }

    // errgroup.Group.Go, sync.WaitGroup.Go and their like.
    private static bool IsStarter(TypedFile file, CallExpr call) =>
        call.Args.Length == 1 && Callees.NameOf(call) is { Name: "Go" }
        && Callees.Unparen(call.Fun) is SelectorExpr { X: var group }
        && (GoTypes.IsNamed(file.TypeOf(group).Type, "sync", "WaitGroup")
            || GoTypes.IsNamed(file.TypeOf(group).Type, "golang.org/x/sync/errgroup", "Group"));

    private static (LiteralRun Run, Node Place) OfCall(FlowFunction literal, CallExpr call) => literal.Parents.Of(call) switch
    {
        GoStmt go => (LiteralRun.Started, go),
        DeferStmt defer => (LiteralRun.Deferred, defer),
        _ => (LiteralRun.Called, call),
    };

    // A variable that is named once more: where it is called.
    private static (LiteralRun Run, Node Place) OfVariable(FlowFunction literal, Ident name)
    {
        if (literal.File.DefOf(name) is not Var variable || literal.Outer is not { } outer
            || outer.Locals.Of(variable)?.OnlyValue == null)
        {
            return (LiteralRun.Unknown, name);
        }

        CallExpr? only = null;
        var search = new NameSearch(outer.File, variable);
        search.Visit(outer.Root.Body);
        foreach (var call in outer.Calls)
        {
            if (Callees.Unparen(call.Fun) is Ident called && outer.File.UseOf(called) == variable)
            {
                only = only == null ? call : null;
            }
        }

        return only != null && search.Count == 1 ? OfCall(literal, only) : (LiteralRun.Unknown, name);
    }

    private sealed class NameSearch(TypedFile file, Var variable) : SyntaxVisitor
    {
        public int Count { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (node.Name == variable.Name && file.UseOf(node) == variable)
            {
                Count++;
            }
        }
    }
}
