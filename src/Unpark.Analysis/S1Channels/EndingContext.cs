using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Contexts that only the function that makes them can cancel.</summary>
internal static class EndingContext
{
    /// <summary>The context that a cancel function cancels, if nothing else does; otherwise null.</summary>
    public static Var? ContextOf(FlowFunction function, Var cancel)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            foreach (var call in at.Calls)
            {
                if (Callees.NameOf(call)?.Name is "WithCancel" or "WithCancelCause"
                    && at.Parents.Of(call) is AssignStmt { Lhs: [Ident context, Ident name] }
                    && at.File.ObjectOf(name) == cancel && call.Args is [var parent, ..]
                    && Callees.Unparen(parent) is CallExpr root && Callees.NameOf(root)?.Name is "Background" or "TODO")
                {
                    return at.File.ObjectOf(context) as Var;
                }
            }
        }

        return null;
    }

    /// <summary>True if the step waits for one of the contexts to be done.</summary>
    public static bool IsDone(FlowFunction function, Node step, HashSet<Var> contexts)
    {
        var finder = new Finder(function.File, contexts);
        finder.Visit(step);
        return finder.Found;
    }

    private sealed class Finder(TypedFile file, HashSet<Var> contexts) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            Found |= node.Op == TokenKind.Arrow && Callees.Unparen(node.X) is CallExpr { Fun: SelectorExpr { X: Ident x, Sel.Name: "Done" } }
                && file.UseOf(x) is Var variable && contexts.Contains(variable);
            base.VisitUnaryExpr(node);
        }

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }
}
