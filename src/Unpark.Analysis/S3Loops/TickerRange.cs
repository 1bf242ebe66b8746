using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>
/// Finds a goroutine that ranges over the channel of a ticker which other code stops: Stop does not close the channel,
/// so the goroutine waits for ever.
/// </summary>
internal static class TickerRange
{
    /// <summary>Looks at the range loops of a goroutine's function.</summary>
    public static void Check(TickerRule rule, PackageContext package, FlowFunction function)
    {
        var finder = new LoopFinder(function);
        finder.Visit(function.Body);
        foreach (var loop in finder.Loops)
        {
            if (Leaves(function, loop) || StopOf(function, loop) is not { } stop)
            {
                continue;
            }

            var file = function.File.Tree.File;
            var source = file.Text(loop.X.Pos, loop.X.End);
            var stopFile = stop.File.Tree.File;
            package.Report(new Finding(rule.Rule, Confidence.Likely, new SourceSpan(file, loop.For, loop.X.End), function.Name,
                $"range over {source} never ends: stopping the ticker does not close its channel",
                [
                    new RelatedPlace(new SourceSpan(file, loop.For, loop.X.End), "the goroutine waits here for ever"),
                    new RelatedPlace(SourceSpan.Of(stopFile, stop.Call), "the ticker is stopped here"),
                ], []));
        }
    }

    // By a return, break or goto, a panic, or the end of the process.
    private static bool Leaves(FlowFunction function, RangeStmt loop)
    {
        FlowBlock? head = null;
        foreach (var block in function.Graph.ReversePostOrder)
        {
            if (block.Kind == FlowBlockKind.RangeHead && block.Successors is [{ Syntax: var of }, ..] && of == loop)
            {
                head = block;
            }
        }

        if (head == null)
        {
            return true;
        }

        var nest = LoopNest.Compute(function.Graph);
        var inside = nest.LoopOf(head);
        while (inside != null && inside.Header != head)
        {
            inside = inside.Outer;
        }

        if (inside == null)
        {
            return true;
        }

        var blocks = new HashSet<FlowBlock>(inside.Blocks);
        foreach (var block in inside.Blocks)
        {
            if (block.Successors.IsEmpty)
            {
                return true;
            }

            foreach (var edge in block.Successors)
            {
                if (!blocks.Contains(edge.To))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Where other code stops the ticker that a goroutine ranges over; null if that is not known.</summary>
    public static (TypedFile File, CallExpr Call)? StopOf(FlowFunction function, RangeStmt loop)
    {
        if (Callees.Unparen(loop.X) is not SelectorExpr { X: var ticker })
        {
            return null;
        }

        if (new PathResolver(function).Of(ticker) is not { } path)
        {
            return null;
        }

        if (path.LastField is { } field)
        {
            foreach (var use in function.Package.FieldUses.Of(field))
            {
                if (use.Function is { } other && other != function && !IsAround(other, function)
                    && other.Parents.Of(use.Parent) is SelectorExpr { Sel.Name: "Stop" } stop
                    && other.Parents.Of(stop) is CallExpr call)
                {
                    return IsStartedByGo(function) ? (use.File, call) : null;
                }
            }

            return null;
        }

        // A local variable: the goroutine is a literal in the function that stops the ticker.
        if (function.Outer is not { } outer || !IsStartedByGo(function)
            || (outer.Syntax is FuncDecl { Name.Name: "main" } && outer.Package.Package.Package.Name == "main"))
        {
            return null;
        }

        foreach (var call in outer.Calls)
        {
            if (Callees.Unparen(call.Fun) is SelectorExpr { Sel.Name: "Stop", X: var stopped }
                && new PathResolver(outer).Of(stopped) is { } other && other.Equals(path))
            {
                return (outer.File, call);
            }
        }

        return null;
    }

    private static bool IsAround(FlowFunction other, FlowFunction function) => function.Encloses(other);

    // go func() {...}() or go s.run().
    private static bool IsStartedByGo(FlowFunction function)
    {
        if (function.Syntax is FuncLit)
        {
            return function.Parents.Of(function.Syntax) is CallExpr call && function.Parents.Of(call) is GoStmt;
        }

        foreach (var other in function.Package.Functions)
        {
            foreach (var call in other.Calls)
            {
                if (function.Object != null && Callees.NameOf(call) is { } name && name.Name == function.Object.Name
                    && (other.File.UseOf(name) as Func)?.Origin == function.Object.Origin
                    && other.Parents.Of(call) is GoStmt)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private sealed class LoopFinder(FlowFunction function) : SyntaxVisitor
    {
        public List<RangeStmt> Loops { get; } = [];

        public override void VisitRangeStmt(RangeStmt node)
        {
            if (Callees.Unparen(node.X) is SelectorExpr { Sel.Name: "C", X: var ticker }
                && GoTypes.IsNamed(function.File.TypeOf(ticker).Type, "time", "Ticker"))
            {
                Loops.Add(node);
            }

            Visit(node.Body);
        }

        // Literals are functions of their own; expressions hold no statements but in them.
        protected override void VisitNode(Node node)
        {
            if (node is Stmt)
            {
                base.VisitNode(node);
            }
        }
    }
}
