using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>
/// Finds ways round a loop on which nothing waits, nothing is done and nothing changes: a goroutine on one of them burns
/// its processor until another one does something, if any does.
/// </summary>
internal static class SpinFinder
{
    /// <summary>The way round the loop that it can take for ever; null if none is known.</summary>
    public static Spin? Find(FunctionLoop loop)
    {
        // A loop with a counter, and one over a value, end by themselves or are given something by each round.
        if (loop.Syntax is not ForStmt)
        {
            return null;
        }

        foreach (var select in loop.Function.Selects)
        {
            if (LoopSelects.DefaultOf(select) is { } clause && LoopSelects.BlockOf(loop.Function, clause) is { } start
                && LoopSelects.LoopOf(loop.Function, start) == loop
                && LoopSelects.BlockOf(loop.Function, select) is { } waiting && Round(loop, start, waiting, clause) is { } spin)
            {
                return spin;
            }
        }

        return Round(loop, loop.Loop.Header, loop.Loop.Header, null);
    }

    // From the start round to the goal, by quiet blocks only.
    private static Spin? Round(FunctionLoop loop, FlowBlock start, FlowBlock goal, CommClause? @default)
    {
        var quiet = new Dictionary<FlowBlock, QuietCode>();
        var waits = new HashSet<FlowBlock>();
        var work = new Stack<FlowBlock>();
        if (!Enter(start))
        {
            return null;
        }

        var comesRound = false;
        while (work.TryPop(out var block))
        {
            foreach (var edge in block.Successors)
            {
                comesRound |= edge.To == goal && (quiet.ContainsKey(goal) || Enter(goal));
                if (loop.Contains(edge.To) && !quiet.ContainsKey(edge.To) && edge.Kind != FlowEdgeKind.Panic
                    && (edge.Kind != FlowEdgeKind.Chosen || edge.Syntax == @default))
                {
                    Enter(edge.To);
                }
            }
        }

        if (!comesRound)
        {
            return null;
        }

        // What is on the way round is what the goal can be reached from.
        var round = new HashSet<FlowBlock> { goal };
        work.Push(goal);
        while (work.TryPop(out var block))
        {
            foreach (var edge in block.Predecessors)
            {
                if (quiet.ContainsKey(edge.From) && round.Add(edge.From))
                {
                    work.Push(edge.From);
                }
            }
        }

        // With nothing to range over there is nothing to do; with something the round is another one.
        if (round.Any(b => RangeOf(b) is { } range && loop.Function.Loops.Any(l => l.Syntax == range && l.Loop.Blocks.Any(waits.Contains))))
        {
            return null;
        }

        var conditions = ConditionsOf(round);
        return AsksTwice(loop.Function.File, conditions) || Advances(loop, round, quiet, conditions) ? null : new Spin(loop, @default, conditions);

        bool Enter(FlowBlock block)
        {
            if (waits.Contains(block))
            {
                return false;
            }

            if (HasOtherSelect(block, @default) || WaitsInRange(loop.Function, block) || QuietCode.Of(loop.Function, block) is not { } code)
            {
                waits.Add(block);
                return false;
            }

            quiet.Add(block, code);
            work.Push(block);
            return true;
        }
    }

    private static RangeStmt? RangeOf(FlowBlock block) =>
        block is { Kind: FlowBlockKind.RangeHead, Successors: [{ Syntax: RangeStmt range }, ..] } ? range : null;

    // for x := range ch: it waits for the next value.
    private static bool WaitsInRange(FlowFunction function, FlowBlock block) =>
        RangeOf(block) is { } range
        && function.File.TypeOf(range.X).Type?.Underlying is not (SliceType or ArrayType or PointerType or MapType or BasicType);

    private static bool HasOtherSelect(FlowBlock block, CommClause? @default)
    {
        foreach (var node in block.Nodes)
        {
            if (node is { Kind: FlowNodeKind.Select, Syntax: SelectStmt select }
                && (@default == null || LoopSelects.DefaultOf(select) != @default))
            {
                return true;
            }
        }

        return false;
    }

    private static List<Expr> ConditionsOf(HashSet<FlowBlock> round)
    {
        var conditions = new List<Expr>();
        foreach (var block in round.OrderBy(b => b.Index))
        {
            foreach (var node in block.Nodes)
            {
                if (node.Kind is FlowNodeKind.Condition or FlowNodeKind.Operand && node.Syntax is Expr condition)
                {
                    conditions.Add(condition);
                }
            }
        }

        return conditions;
    }

    // What is asked again is asked behind something that may have changed it, such as a lock; and the round that would need two
    // answers to one question is none.
    private static bool AsksTwice(TypedFile file, List<Expr> conditions)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var condition in conditions)
        {
            if (NodeSearch.First(condition, n => n is CallExpr) is { } call && !asked.Add(file.Tree.File.Text(call.Pos, call.End)))
            {
                return true;
            }
        }

        return false;
    }

    // A variable that the loop changes decides what is done; but not one that each round reads anew from elsewhere.
    private static bool Advances(FunctionLoop loop, HashSet<FlowBlock> round, Dictionary<FlowBlock, QuietCode> quiet,
        List<Expr> conditions)
    {
        var file = loop.Function.File;
        var changed = new HashSet<Var>();
        Assigned.Collect(loop.Function, loop.Syntax, changed);
        // What is on the way round assigns no fields.
        changed.RemoveWhere(v => v.IsField);
        Contents.Collect(file, loop.Syntax, changed);
        foreach (var group in round.SelectMany(b => quiet[b].Assignments).GroupBy(a => a.Target).ToList())
        {
            if (group.Count() == 1 && group.First().Value is Expr value && IsDeclaredIn(loop, group.Key) && IsRead(file, value)
                && !Names.Any(file, value, changed))
            {
                changed.Remove(group.Key);
            }
        }

        return conditions.Exists(c => Names.Any(file, c, changed));
    }

    private static bool IsDeclaredIn(FunctionLoop loop, Var variable) =>
        variable.Offset >= loop.Syntax.Pos && variable.Offset < loop.Syntax.End;

    private static bool IsRead(TypedFile file, Expr value) => Callees.Unparen(value) switch
    {
        CallExpr call => !file.TypeOf(call.Fun).IsType || (call.Args is [var argument] && IsRead(file, argument)),
        SelectorExpr => true,
        BinaryExpr binary => IsRead(file, binary.X) || IsRead(file, binary.Y),
        UnaryExpr unary => IsRead(file, unary.X),
        _ => false,
    };

    // m[k] = v and delete(m, k): what a variable holds changes with them.
    private sealed class Contents(TypedFile file, HashSet<Var> into) : SyntaxVisitor
    {
        public static void Collect(TypedFile file, Node code, HashSet<Var> into) => new Contents(file, into).Visit(code);

        public override void VisitAssignStmt(AssignStmt node)
        {
            foreach (var target in node.Lhs)
            {
                if (Callees.Unparen(target) is IndexExpr { X: var map })
                {
                    Add(map);
                }
            }

            base.VisitAssignStmt(node);
        }

        public override void VisitCallExpr(CallExpr node)
        {
            if (Callees.NameOf(node) is { Name: "delete" or "clear" } && !node.Args.IsEmpty)
            {
                Add(node.Args[0]);
            }

            base.VisitCallExpr(node);
        }

        private void Add(Expr map)
        {
            if (Callees.Unparen(map) is Ident name && file.UseOf(name) is Var variable)
            {
                into.Add(variable);
            }
        }
    }

    private sealed class Names(TypedFile file, HashSet<Var> wanted) : SyntaxVisitor
    {
        private bool found;

        public static bool Any(TypedFile file, Node code, HashSet<Var> wanted)
        {
            var search = new Names(file, wanted);
            search.Visit(code);
            return search.found;
        }

        public override void VisitIdent(Ident node) => found |= file.UseOf(node) is Var variable && wanted.Contains(variable);
    }
}
